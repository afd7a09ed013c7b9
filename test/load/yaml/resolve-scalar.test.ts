import { describe, expect, it } from "vitest";
import {
	isWholeNumber,
	plainKeyText,
	resolvePlain,
} from "../../../src/load/yaml/resolve-scalar.ts";

// The expected values are what sigs.k8s.io/yaml 1.6.0, kubectl's YAML library, gives for `v: TEXT`.
describe("a scalar without quotes", () => {
	it.each("y Y yes Yes YES true True TRUE on On ON".split(" "))("%s is true", (text) => {
		expect(resolvePlain(text)).toBe(true);
	});
	it.each("n N no No NO false False FALSE off Off OFF".split(" "))("%s is false", (text) => {
		expect(resolvePlain(text)).toBe(false);
	});
	it.each(["", "~", "null", "Null", "NULL"])("`%s` is null", (text) => {
		expect(resolvePlain(text)).toBeNull();
	});
	it.each(
		"yEs tRue oN nULL .Nan yes! none of nope fals tru + - . .. 0x 0b 0o 0b2 1e400 0x1ffffffffffffffff 2001-01-01 2001-01-01T00:00:00Z 1:30 1:30:00 0x1p3 ._5 .5_ 1.2.3 +Inf NaN Infinity v1 127.0.0.1 _1".split(
			" ",
		),
	)("%s is text", (text) => {
		expect(resolvePlain(text)).toBe(text);
	});
	it.each([
		["0", 0],
		["-0", -0 + 0],
		["1", 1],
		["+1", 1],
		["-1", -1],
		["0777", 511],
		["0o777", 511],
		["0O17", 15],
		["08", 8],
		["0b101", 5],
		["-0b11", -3],
		["0x1F", 31],
		["-0x10", -16],
		["1_000", 1000],
		["1__0_", 10],
		["0_7", 7],
		["1.5", 1.5],
		["1.", 1],
		[".5", 0.5],
		[".5_0", 0.5],
		["+.5", 0.5],
		["1e3", 1000],
		["1.e3", 1000],
		["9223372036854775808", 2 ** 63],
		["18446744073709551616", 2 ** 64],
		["0777777777777777777777777", Number("7".repeat(24))],
		[".inf", Number.POSITIVE_INFINITY],
		["-.Inf", Number.NEGATIVE_INFINITY],
	])("%s is the number %d", (text, value) => {
		expect(resolvePlain(text)).toBe(value);
	});
	it("that is `.nan` is no number", () => {
		expect(resolvePlain(".nan")).toBeNaN();
	});
});

describe("a key without quotes", () => {
	it.each([
		["name", "name"],
		["on", "true"],
		["no", "false"],
		["0x10", "16"],
		["1.50", "1.5"],
		["1e6", "1e+06"],
		["1234567.8", "1.2345678e+06"],
		["100000.0", "100000"],
		["0.00001", "1e-05"],
		["9007199254740993", "9007199254740993"],
		[".inf", ".inf"],
		[".nan", ".nan"],
	])("%s becomes the text %s", (text, key) => {
		expect(plainKeyText(text)).toBe(key);
	});
	it.each(["~", "null", "18446744073709551615"])("%s has no text", (text) => {
		expect(plainKeyText(text)).toBeUndefined();
	});
});

it("whole numbers are those without a fraction, in any base", () => {
	expect(["1", "0x1f", "-0b1", "0_7"].filter(isWholeNumber)).toHaveLength(4);
	expect(["1.0", "08", "1e3", "_1", "x", ""].filter(isWholeNumber)).toEqual([]);
});
