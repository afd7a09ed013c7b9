import { describe, expect, test } from "vitest";
import { columnsOf } from "../../src/render/columns-of.ts";
import { colourStyle } from "../../src/render/style.ts";
import { flow, wrap } from "../../src/render/wrap.ts";
import fc from "../support/fast-check.ts";

describe("wrap", () => {
	test("breaks at spaces first", () => {
		expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
	});

	test("breaks a long name after punctuation, else anywhere", () => {
		expect(wrap("system:serviceaccounts:ci", 18)).toEqual(["system:", "serviceaccounts:ci"]);
		expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
	});

	test("breaks before an arrow rather than later", () => {
		expect(wrap("RoleBinding a → Role b  c", 20)).toEqual(["RoleBinding a", "→ Role b  c"]);
	});

	test("an indent is no place to break", () => {
		expect(wrap("  sa:ci/deployer", 10)).toEqual(["  sa:ci/", "deployer"]);
	});

	test("lines after the first leave room for what hangs", () => {
		expect(wrap("aa bb cc dd", 8, 3)).toEqual(["aa bb cc", "dd"]);
		expect(wrap("aa bb cc dd ee", 8, 3)).toEqual(["aa bb cc", "dd ee"]);
		expect(wrap("aa bb cc dd eee", 8, 3)).toEqual(["aa bb cc", "dd", "eee"]);
	});

	test("a colour ends with its line and goes on in the next", () => {
		expect(wrap(colourStyle.paint("no", "one two"), 4)).toEqual([
			"\u001b[31mone\u001b[0m",
			"\u001b[31mtwo\u001b[0m",
		]);
	});

	test("no line is too wide and nothing is lost", () => {
		const text = fc.string({ unit: fc.constantFrom("a", "b", "/", " ", ":", "日", "é") });
		fc.assert(
			fc.property(text, fc.integer({ min: 2, max: 30 }), (line, width) => {
				const lines = wrap(line, width);
				if (columnsOf(line) <= width) return lines.length === 1 && lines[0] === line;
				const wide = lines.some((one) => columnsOf(one) > width);
				const bare = (all: string): string => all.replaceAll(" ", "");
				return !wide && bare(lines.join("")) === bare(line);
			}),
		);
	});
});

test("items flow into lines without being broken", () => {
	expect(flow(["G get", "L list", "X deletecollection"], 15)).toEqual([
		"G get  L list",
		"X deletecollection",
	]);
});
