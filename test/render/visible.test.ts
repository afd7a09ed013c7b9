import { describe, expect, test } from "vitest";
import { visible, visibleJson } from "../../src/render/visible.ts";

describe("visible", () => {
	test.each([
		["an escape sequence", "a\u001b[31mred", "a\\u001b[31mred"],
		["a C1 control", "a\u009b31m", "a\\u009b31m"],
		["a line break", "a\nb\r", "a\\u000ab\\u000d"],
		["a bidirectional override", "a\u202egpj.exe", "a\\u202egpj.exe"],
		["a zero-width space", "ad\u200bmin", "ad\\u200bmin"],
		["a no-break space", "a\u00a0b", "a\\u00a0b"],
		["a tag character", "a\u{e0041}", "a\\udb40\\udc41"],
		["a lone surrogate", "a\ud800b", "a\\ud800b"],
	])("spells out %s", (_what, text, shown) => {
		expect(visible(text)).toBe(shown);
	});

	test.each(["plain text", "Übung", "日本語", "a \u{1f600} b", "back\\slash"])(
		"leaves %s",
		(text) => {
			expect(visible(text)).toBe(text);
		},
	);
});

test("visible JSON holds the same data", () => {
	const data = { name: "a\u202eb\u009b\u{e0041}\n" };
	const json = visibleJson(JSON.stringify(data, undefined, 2));
	expect(json).not.toMatch(/\u202e|\u009b|\u{e0041}/u);
	expect(JSON.parse(json)).toEqual(data);
});

test.each(["a\u{1f600}\u{e0041}é\u00a0", "\ud800\udc00\ud800", "~\u007f\u0080 日\u3000\u2028x"])(
	"visible JSON spells out what a visible text does: %j",
	(text) => {
		expect(visibleJson(`${text}\n${text}`)).toBe(`${visible(text)}\n${visible(text)}`);
	},
);
