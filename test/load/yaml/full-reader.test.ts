import { describe, expect, it } from "vitest";
import { locatorOf, readFull } from "../../../src/load/yaml/full-reader.ts";
import { YamlFault } from "../../../src/load/yaml/yaml-fault.ts";

function fault(text: string): YamlFault {
	try {
		readFull(text);
	} catch (error) {
		if (error instanceof YamlFault) return error;
		throw error;
	}
	throw new Error(`read without fault: ${text}`);
}

// The expected values are what sigs.k8s.io/yaml 1.6.0, kubectl's YAML library, gives.
describe("YAML as kubectl reads it", () => {
	it.each<[string, string, unknown]>([
		["aliases", "a: &x {b: 1}\nc: [*x, *x]\n", { a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] }],
		[
			"the nearest anchor of a name",
			"a: &x 1\nb: *x\nc: &x 2\nd: *x\n",
			{ a: 1, b: 1, c: 2, d: 2 },
		],
		["a merge below a key wins", "a: &x {b: 3}\nz: {b: 1, <<: *x}\n", { a: { b: 3 }, z: { b: 3 } }],
		["a key below a merge wins", "a: &x {b: 3}\nz: {<<: *x, b: 1}\n", { a: { b: 3 }, z: { b: 1 } }],
		[
			"the first of merged mappings wins",
			"z:\n  <<: [{a: 1, b: 1}, {a: 2, c: 2}]\n",
			{ z: { a: 1, b: 1, c: 2 } },
		],
		["a quoted `<<` is a key", 'a: {"<<": 1}\n', { a: { "<<": 1 } }],
		[
			"tags",
			"a: !!str 1\nb: !!int '0x1f'\nc: !!float 1\nd: ! '4'\ne: !x 5\nf: !!str\n",
			{ a: "1", b: 31, c: 1, d: "4", e: "5", f: "" },
		],
		["binary text", "a: !!binary aGk=\n", { a: "hi" }],
		[
			"keys that are no text",
			"on: a\n1: b\n1.50: c\n0x10: d\n",
			{ true: "a", "1": "b", "1.5": "c", "16": "d" },
		],
		["keys with a question mark", "? a\n: b\n", { a: "b" }],
		[
			"a timestamp is text",
			"a: 2001-12-14t21:59:43.10-05:00\n",
			{ a: "2001-12-14t21:59:43.10-05:00" },
		],
		[
			"quoted lines left of their key",
			"a:\n    b: 'c\n d'\n    e: f\n",
			{ a: { b: "c d", e: "f" } },
		],
		[
			"brackets left of their key",
			"a:\n    b: [c,\nd\n]\n    e: f\n",
			{ a: { b: ["c", "d"], e: "f" } },
		],
		["an escaped single quote", 'a: "it\\\'s"\n', { a: "it's" }],
		["a comment right behind a bracket", "a: [b]# c\n", { a: ["b"] }],
		["folded blocks with lines indented further", "a: >\n  b\n   c\n  d\n", { a: "b\n c\nd\n" }],
		["a directive", "%YAML 1.1\n---\na: b\n", { a: "b" }],
		["tabs inside blocks of text", "a: &x |\n  b\n  \tc\n", { a: "b\n\tc\n" }],
	])("%s", (_title, text, value) => {
		expect(readFull(text).value).toEqual(value);
	});

	it("takes the last of two keys and tells where both stand", () => {
		const text = "a:\n  b: 1\n  b: 2\n";
		expect(readFull(text)).toMatchObject({
			value: { a: { b: 2 } },
			duplicates: [{ path: ["a", "b"], first: 5, second: 12 }],
		});
	});

	it("drops what follows `...`, and says from where on", () => {
		const text = "a: b\n...\n# c\nd: e\n";
		expect(readFull(text)).toMatchObject({ value: { a: "b" }, dropped: text.indexOf("d") });
		expect(readFull("a: b\n...\n# c\n").dropped).toBeUndefined();
	});
});

describe("what kubectl refuses and `yaml` takes", () => {
	it.each([
		["a tab as indentation", "a: &x b\n\t# c\n", 8],
		["a tab behind a dash", "- &x a\n-\tb\n", 8],
		["a tab where a block of text begins", "a: &x |\n  \tb\n", 10],
		["an escaped slash", 'a: &x "b\\/"\n', 8],
		["half of a surrogate pair", 'a: "\\ud83d\\ude00"\n', 4],
		["an anchor with other signs", "a: &x.y b\n", 8],
		["a key on two lines", "a: &x b\nc\n :\n  d\n", 8],
		["a question mark in brackets", "a: [&x b, c?d]\n", 10],
		["a number JSON has not", "a: .inf\n", 3],
		["null as a key", "~: a\n", 0],
		["a mapping as a key", "? {a: b}\n: c\n", 2],
		["a fraction as a whole number", "a: !!int 1.5\n", 9],
		["a merge of text", "<<: a\n", 0],
		["an alias of nothing", "a: *b\n", 3],
		["an alias inside what it names", "a: &x [*x]\n", 7],
	])("%s", (_title, text, at) => {
		expect(fault(text)).toMatchObject({ at, code: "yaml-syntax" });
	});
});

describe("bounds", () => {
	it("refuses aliases that multiply, as go-yaml does", () => {
		const levels = Array.from({ length: 9 }, (_, i) => {
			const copies = Array.from({ length: 9 }, () => `*a${i}`).join(",");
			return `a${i + 1}: &a${i + 1} [${copies}]`;
		});
		expect(fault(`a0: &a0 [x,x,x,x,x,x,x,x,x]\n${levels.join("\n")}\n`).code).toBe("too-large");
	});
	it("takes 100 copies of something small", () => {
		const copies = Array.from({ length: 100 }, () => "- *x").join("\n");
		expect(readFull(`a: &x {b: 1}\nc:\n${copies}\n`).value).toMatchObject({ a: { b: 1 } });
	});
	it("counts levels through aliases", () => {
		const levels = Array.from({ length: 101 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);
		expect(fault(`a0: &a0 [x]\n${levels.join("\n")}\n`).code).toBe("too-large");
	});
	it.each([["[".repeat(50_000)], ["- ".repeat(5_000)], ["{a: ".repeat(5_000)]])(
		"refuses deep nesting",
		(text) => {
			expect(fault(text).message).not.toBe("");
		},
	);
	it("refuses more than 4 MB", () => {
		expect(fault(`a: &x ${"b".repeat(4 * 1024 * 1024)}`).code).toBe("too-large");
	});
});

it("locates fields through aliases and merges, and in lines that had to be indented", () => {
	const text = "a: &x\n  b: [c]\nd: *x\ne:\n  <<: *x\nf: ['g',\n'h', {i: j}]\n";
	const locate = locatorOf(text);
	expect(locate(["d", "b", 0])).toBe(text.indexOf("c]"));
	expect(locate(["e", "b"])).toBe(text.indexOf("b:"));
	expect(locate(["f", 1])).toBe(text.indexOf("'h'"));
	expect(locate(["f", 2, "i"])).toBe(text.indexOf("i:"));
	expect(locate(["f", 2, "absent", 3])).toBe(text.indexOf("{i"));
	expect(locate([])).toBe(0);
});
