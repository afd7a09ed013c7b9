import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { locatorOf, readFull } from "../../../src/load/yaml/full-reader.ts";
import { readPlainDocument } from "../../../src/load/yaml/plain-document.ts";
import { YamlFault } from "../../../src/load/yaml/yaml-fault.ts";
import type { FieldPath } from "../../../src/model/origin.ts";
import fc from "../../support/fast-check.ts";

/** Text that is awkward in YAML, and text as manifests have it. */
const word = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom("pods", "*", "get", "apps", "system:node", "a b", "v1") },
	{
		weight: 1,
		arbitrary: fc.constantFrom("on", "no", "~", "null", "012", "1e3", "0x1f", ".5", "y"),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			"",
			" ",
			"- a",
			"a: b",
			"a #b",
			"#",
			"it's",
			'"',
			"\\",
			"{",
			"]",
			"&a",
			"!b",
			"%",
			"@",
			"`",
			"?",
			"|",
			">",
			"a\nb",
			" a\n  b\n",
			"\ta",
			"é",
			"😀",
			"<<",
			"=",
			"a,b",
			"word ".repeat(30),
		),
	},
	{ weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);
const scalar = fc.oneof(
	word,
	word,
	fc.boolean(),
	fc.constant(null),
	fc.integer(),
	fc.double({ noDefaultInfinity: true, noNaN: true }),
);
const key = fc.oneof(
	fc.constantFrom("kind", "items", "rules", "verbs", "metadata", "name", "__proto__"),
	word,
);
const { value } = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		scalar,
		fc.array(tie("value"), { maxLength: 4 }),
		fc
			.array(fc.tuple(key, tie("value")), { maxLength: 4 })
			.map((entries) => Object.fromEntries(entries)),
	),
}));
const root = fc.oneof(
	fc.array(value, { minLength: 1, maxLength: 4 }),
	fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }),
);
const style = fc.record({
	indent: fc.constantFrom(2, 4),
	indentSeq: fc.boolean(),
	lineWidth: fc.constantFrom(0, 40, 80),
	collectionStyle: fc.constantFrom("any" as const, "block" as const, "flow" as const),
	defaultStringType: fc.constantFrom(
		"PLAIN" as const,
		"QUOTE_DOUBLE" as const,
		"QUOTE_SINGLE" as const,
	),
	version: fc.constant("1.1" as const),
	aliasDuplicateObjects: fc.constant(false),
});

function allPaths(of: unknown, path: FieldPath = []): FieldPath[] {
	if (typeof of !== "object" || of === null) return [path];
	const entries: [string | number, unknown][] = Array.isArray(of)
		? [...of.entries()]
		: Object.entries(of);
	return [path, ...entries.flatMap(([step, child]) => allPaths(child, [...path, step]))];
}

function full(text: string): unknown {
	try {
		return readFull(text).value;
	} catch (fault) {
		if (fault instanceof YamlFault) return fault;
		throw fault;
	}
}

describe("what the plain reader reads, `yaml` reads the same", () => {
	it("in data printed in several styles, and at the same places", () => {
		let taken = 0;
		const runs = 1500;
		fc.assert(
			fc.property(root, style, (data, options) => {
				const text = stringify(data, options);
				const plain = readPlainDocument(text, 0, text.length, undefined);
				if (plain === undefined) return;
				taken++;
				expect(plain.value).toEqual(full(text));
				const locate = locatorOf(text);
				for (const path of allPaths(plain.value)) {
					// Where an item left out stands, the two have a blank more or less.
					if (path.length > 0 && !hasEmptyItem(text))
						expect([path, plain.locate(path)]).toEqual([path, locate(path)]);
				}
			}),
			{ numRuns: runs, seed: 2026 },
		);
		expect(taken).toBeGreaterThan(runs / 3);
	});

	it("in texts put together from pieces of YAML", () => {
		const piece = fc.constantFrom(
			"a",
			"b: ",
			"- ",
			"\n",
			"\n",
			"\n  ",
			"\n    ",
			"\n- ",
			"\nc: ",
			": ",
			"'",
			'"',
			"[",
			"]",
			"{",
			"}",
			", ",
			" # c",
			"#",
			"|",
			">-",
			"|2+",
			"? ",
			"-",
			"x y",
			"1",
			"on",
			"\\n",
			"''",
			"\t",
			"...",
			":",
			"\n\n",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
				const text = `${pieces.join("")}\n`;
				const plain = readPlainDocument(text, 0, text.length, undefined);
				if (plain !== undefined) expect(plain.value).toEqual(full(text));
			}),
			{ numRuns: 6000, seed: 2027 },
		);
	});
});

function hasEmptyItem(text: string): boolean {
	return /^\s*(?:- )*-$/m.test(text);
}
