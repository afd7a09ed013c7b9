import { expect, test } from "vitest";
import { goQuote } from "../../src/model/go-quote.ts";

// Printed by fmt.Sprintf("%q", …) of Go.
test.each([
	["plain", '"plain"'],
	["", '""'],
	["a b", '"a b"'],
	["`tick` and '", '"`tick` and \'"'],
	['with "quotes"', '"with \\"quotes\\""'],
	["back\\slash", '"back\\\\slash"'],
	["a\nb\tc\r", '"a\\nb\\tc\\r"'],
	["\u0007\b\f\v", '"\\a\\b\\f\\v"'],
	["\u0000\u001b\u007f", '"\\x00\\x1b\\x7f"'],
	["\u00fc \u65e5\u672c \u{1f600}", '"\u00fc \u65e5\u672c \u{1f600}"'],
	["e\u0301", '"e\u0301"'],
	["\u0085", '"\\u0085"'],
	["\u00a0", '"\\u00a0"'],
	["\u00ad", '"\\u00ad"'],
	["\u200b\u2028\u2066", '"\\u200b\\u2028\\u2066"'],
	["\u3000", '"\\u3000"'],
	["\ufeff", '"\\ufeff"'],
	["\ue000", '"\\ue000"'],
	["\u{e0001}", '"\\U000e0001"'],
	["\u{10ffff}", '"\\U0010ffff"'],
])("%j is quoted as Go quotes it", (text, quoted) => {
	expect(goQuote(text)).toBe(quoted);
});
