import { describe, expect, it } from "vitest";
import { readText } from "../../support/read-documents.ts";

describe("a document that is not YAML is told", () => {
	it.each([
		[
			'verbs: ["get" "create"]',
			"1:15",
			'expected `,` or `]` after `"get"`, found `"create"`; did you forget a comma?',
		],
		["verbs: [get, list\nb: c", "1:8", "`[` is not closed; expected `]`"],
		["a: {b: c", "1:4", "`{` is not closed; expected `}`"],
		['a: "x\nb: c', "1:4", 'the quote is not closed: `"x`'],
		["a: it's\nb: 'it's'", "2:8", "expected the end of the line after `'it'`, found `s`"],
		["\n\ta: [b", "2:1", "found a tab as indentation, which YAML does not allow; use spaces"],
		["a:\n\tb: c", "2:1", "found a tab as indentation, which YAML does not allow; use spaces"],
		[
			"a: b: c",
			"1:5",
			"found a second `:` on the line, behind `b`; a value that holds `: ` needs quotes",
		],
		[
			"a: b\n  c: d",
			"2:3",
			"`c` is indented below a key that has a value already; check the indentation",
		],
		[
			"a:\n  b: 1\n c: 2",
			"3:2",
			"`c` is indented to column 2, which matches none of the lines above",
		],
		[
			"a:\n- b: c\n d: e",
			"3:2",
			"`d` is indented to column 2, which matches none of the lines above",
		],
		[
			"a:\n  - b: c\n- e: f",
			"3:1",
			"`-` is indented to column 1, which matches none of the lines above",
		],
		["a: b\n- c", "2:1", "found a list item among the keys of a mapping; check the indentation"],
		["- a\nb: c", "2:1", "`b` does not fit what stands above it; check the indentation"],
		["a: - b", "1:4", "a list has to start on the line below its key"],
		["a:\n- b\n-c", "3:1", "expected a blank behind the dash of `-c`"],
		["a: b\nc d", "2:1", "expected `:` after `c`"],
		["a: b\nc\nd: e", "2:1", "expected `:` after `c`"],
		[
			"verbs: [*]",
			"1:9",
			'expected a name after `*` or `&`; text that starts with one needs quotes: `"*"`',
		],
		[
			"a: [*.apps]",
			"1:5",
			'expected letters and digits after `*`; text that starts with `*` needs quotes: `"*.apps"`',
		],
		["a: *b", "1:4", "`*b` refers to an anchor that is not set before it; quote it if it is text"],
		["a: @b", "1:4", "text cannot start with `@`; put it in quotes"],
		["a: `b`", "1:4", "text cannot start with a backtick; put it in quotes"],
		["a: [b, , c]", "1:8", "expected a value in front of `,`"],
		["a: |b\n  c", "1:5", "expected nothing but a comment on the line of `|` or `>`"],
		[
			'a: "\\d"',
			"1:5",
			"found `\\d`, an escape YAML does not know; write `\\\\` for a backslash, or use single quotes",
		],
		[
			"a: !b!c d",
			"1:4",
			"found a tag that is not declared; text that starts with `!` needs quotes",
		],
		["a: .inf", "1:4", "`.inf` cannot be sent as JSON; quote it if it is text"],
	])("%j at %s", (text, place, message) => {
		const read = readText(`${text}\n---\nx: z\n`);
		expect(read.problems).toEqual([`f:${place}: error yaml-syntax: ${message}`]);
		expect(read.unread).toEqual([`f:1:1: not YAML: ${text}\n`]);
		expect(read.values).toEqual([{ x: "z" }]);
	});
});
