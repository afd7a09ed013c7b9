import { describe, expect, it } from "vitest";
import { marksAt } from "../../../src/load/yaml/marks.ts";
import { readPlain } from "../../../src/load/yaml/plain-reader.ts";

function plain(text: string): unknown {
	return readPlain(text, 0, text.length)?.value;
}

describe("the plain reader takes", () => {
	it.each<[string, string, unknown]>([
		["nested mappings", "a:\n  b:\n    c: d\n", { a: { b: { c: "d" } } }],
		["a list right below its key", "a:\n- b\n- c\nd: e\n", { a: ["b", "c"], d: "e" }],
		["a list of mappings", "- a: b\n  c: d\n- e: f\n", [{ a: "b", c: "d" }, { e: "f" }]],
		["lists in lists", "- - a\n  - b\n-\n  - c\n", [["a", "b"], ["c"]]],
		["an item and a value left out", "a:\n-\n- b\nc:\n", { a: [null, "b"], c: null }],
		[
			"flow lists and mappings",
			"a: [b, 'c', {d: e, \"f\": [1]}]\n",
			{ a: ["b", "c", { d: "e", f: [1] }] },
		],
		["flow over several lines", "a: [\n    b,  # c\n    d\n  ]\n", { a: ["b", "d"] }],
		["an empty mapping on its own line", "a:\n  {}\nb: []\n", { a: {}, b: [] }],
		["comments", "# a\nb: c # d\n  # e\nf: g#h\n", { b: "c", f: "g#h" }],
		["quotes", "a: 'it''s'\nb: \"x\\n\\u00e9\\\"\"\n", { a: "it's", b: 'x\né"' }],
		[
			"quotes over several lines",
			"a: 'b\n  c\n\n  d'\ne: \"f \\\n  \\ g\"\n",
			{ a: "b c\nd", e: "f  g" },
		],
		["text over several lines", "a: b\n  c\n\n  d\ne: f\n", { a: "b c\nd", e: "f" }],
		["a literal block", "a: |\n  b\n   c\n\n  d\n\ne: f\n", { a: "b\n c\n\nd\n", e: "f" }],
		["a literal block without its last break", "- |-\n  b\n\n", ["b"]],
		["a literal block with all breaks", "- |+\n  b\n\n", ["b\n\n"]],
		["a literal block that says its indentation", "a: |2-\n    b\n  c\n", { a: "  b\nc" }],
		["a folded block", "a: >\n  b\n  c\n\n  d\n", { a: "b c\nd\n" }],
		[
			"a key of more than 128 characters, as kubectl prints it",
			`? ${"k".repeat(140)}\n: v\n`,
			{ ["k".repeat(140)]: "v" },
		],
		[
			"colons and dashes inside text",
			"a: :9393\nb: -c\nd: e:f\n-g: h\n",
			{ a: ":9393", b: "-c", d: "e:f", "-g": "h" },
		],
		["keys in quotes", "'a b': c\n\"on\": d\n", { "a b": "c", on: "d" }],
		["numbers and booleans", "a: 1\nb: on\nc: ~\nd: 'on'\n", { a: 1, b: true, c: null, d: "on" }],
		["names of JavaScript", "constructor: a\ntoString: b\n", { constructor: "a", toString: "b" }],
		["nothing", "# only a comment\n", null],
	])("%s", (_title, text, value) => {
		expect(plain(text)).toEqual(value);
	});
	it("a key `__proto__` as a field", () => {
		const value = plain("__proto__: a\n") as object;
		expect(Object.entries(value)).toEqual([["__proto__", "a"]]);
		expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
	});
});

describe("the plain reader leaves to `yaml`", () => {
	it.each([
		["anchors", "a: &b c\n"],
		["aliases", "a: *b\n"],
		["tags", "a: !!str 1\n"],
		["merges", "a:\n  <<: {b: c}\n"],
		["directives", "%YAML 1.1\n---\na: b\n"],
		["the end of a document", "a: b\n...\nc: d\n"],
		["tabs in front of text", "a:\n\tb: c\n"],
		["tabs behind a dash", "-\ta\n"],
		["keys given twice", "a: b\na: c\n"],
		["keys that are no text", "on: b\n"],
		["lines that do not line up", "a:\n  b: c\n d: e\n"],
		["a second colon", "a: b: c\n"],
		["a missing comma", 'a: ["b" "c"]\n'],
		["an open quote", "a: 'b\nc: d\n"],
		["an open bracket", "a: [b\nc: d\n"],
		["quoted lines left of their key", "a:\n  b: 'c\n d'\n"],
		["a colon without a blank in brackets", "a: {b:}\n"],
		["pairs in lists", "a: [b: c]\n"],
		["numbers JSON has not", "a: .inf\n"],
		["text alone", "a\n"],
		["a mapping below a value", "a: b\n  c: d\n"],
		["escapes only `yaml` knows", 'a: "\\/"\n'],
		["halves of surrogate pairs", 'a: "\\ud83d\\ude00"\n'],
		["folded blocks with lines indented further", "a: >\n  b\n   c\n"],
		["101 levels", `${"- ".repeat(101)}a\n`],
	])("%s", (_title, text) => {
		expect(readPlain(text, 0, text.length)).toBeUndefined();
	});
});

it("marks keys, and items behind their dash", () => {
	const text = "a: b\nc:\n  - d\n  - e: f\n    g: [h, {i: j}]\n";
	const mark = marksAt(0);
	readPlain(text, 0, text.length, { mark });
	const item = mark.fields.get("c")?.items[1];
	expect(mark.fields.get("c")?.at).toBe(text.indexOf("c:"));
	expect(mark.fields.get("c")?.items[0]?.at).toBe(text.indexOf("d"));
	expect(item?.at).toBe(text.indexOf("e:"));
	expect(item?.fields.get("g")?.items[1]?.fields.get("i")?.at).toBe(text.indexOf("i:"));
});

it("reads 100 levels", () => {
	expect(plain(`${"- ".repeat(100)}a\n`)).toBeDefined();
});
