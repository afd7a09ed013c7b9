import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import fc from "../support/fast-check.ts";
import { type Read, readText } from "../support/read-documents.ts";

const manifests = [
	`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, labels: {"a": 'b'}} # c
rules:
- apiGroups: ["", apps]
  resources:
  - pods
  verbs: ["get", list]
---
kind: List
items:
- kind: Role
  a: &x {b: 1}
  c: *x
- kind: Secret
  data: "a
    b"
`,
	`a: |
  text
   more
b: >-
  folded

  text
<<: {c: 1}
? q
: !!str 12
l: [on, 0x1f, ~]
`,
	'{"kind": "Role", "rules": [{"verbs": ["get", "list"]}]}\n{"a": 1}\n{"b": [null, true, "\\u00e9"]}\n',
	"{{- if .Values.rbac }}\nkind: Role\nname: {{ .Release.Name }}\n{{- end }}\n---\na: b\n",
];
const piece = fc.oneof(
	fc.constantFrom(
		"\n",
		" ",
		"  ",
		"- ",
		": ",
		":",
		"'",
		'"',
		"[",
		"]",
		"{",
		"}",
		",",
		"#",
		"|",
		">",
		"&a ",
		"*a",
		"!",
		"%",
		"@",
		"`",
		"?",
		"---\n",
		"...\n",
		"\t",
		"\\",
		"<<: ",
		"{{",
		"}}",
		"\r",
		"\u0000",
		"\uFEFF",
		"\u2028",
		"\uD800",
		"😀",
		"__proto__: ",
		"0x",
		".inf",
		'"\\u',
		"  ".repeat(60),
		"[".repeat(150),
		"- ".repeat(150),
	),
	fc.string({ unit: "binary", maxLength: 5 }),
);
const edit = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	cut: fc.nat(8),
	add: piece,
});
const mutated = fc
	.tuple(fc.constantFrom(...manifests), fc.array(edit, { minLength: 1, maxLength: 5 }))
	.map(([text, edits]) =>
		edits.reduce((from, { at, cut, add }) => {
			const start = Math.floor(at * from.length);
			return from.slice(0, start) + add + from.slice(start + cut);
		}, text),
	);
const random = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

/** Every problem and document has a place inside the text, every message is one line, every unread text its reason. */
function expectSound(text: string, read: Read): void {
	const lines = text.split(/\r\n?|\n/);
	const checkPlace = (place: string): void => {
		const [, line = "0", column = "0"] = /(?:^|:)(\d+):(\d+)$/.exec(place) ?? [];
		expect(Number(line)).toBeGreaterThanOrEqual(1);
		expect(Number(line)).toBeLessThanOrEqual(lines.length + 1);
		expect(Number(column)).toBeGreaterThanOrEqual(1);
		expect(Number(column)).toBeLessThanOrEqual((lines[Number(line) - 1] ?? "").length + 1);
	};
	for (const problem of read.problems) {
		const [, place = "", message = ""] =
			/^(f:\d+:\d+): (?:error|warning) [a-z-]+: (.*)$/s.exec(problem) ?? [];
		checkPlace(place);
		expect(message).toMatch(/^[^\p{Cc}\u2028]+$/u);
		expect(message).not.toMatch(/undefined|NaN|Error|\bat .*:\d+:\d+/);
	}
	for (const [index] of read.documents.entries()) {
		for (const path of [[], ["rules", 0, "verbs"], ["items", 1, "data"], [0]])
			checkPlace(read.at(path, index));
	}
	if (read.unread.length > 0) expect(read.problems).not.toEqual([]);
}

describe("any text ends in documents and located problems", () => {
	it.each([
		["manifests with a few edits", mutated, 1500],
		["pieces of YAML, JSON and Helm", random, 500],
	] as const)("%s", (_title, texts, numRuns) => {
		fc.assert(
			fc.property(texts, (text) => expectSound(text, readText(text))),
			{ numRuns, seed: 3 },
		);
	});
});

describe("texts made to be slow or deep are read or refused", () => {
	it.each<[string, string]>([
		["brackets", "[".repeat(20_000)],
		["braces", "{a: ".repeat(5_000)],
		["dashes", "- ".repeat(5_000)],
		["question marks", "? ".repeat(5_000)],
		["indentation", Array.from({ length: 500 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
		["a long line", `a: ${"x: ".repeat(20_000)}`],
		["an open quote", `a: "${"x\n".repeat(20_000)}`],
		["quoted lines without indentation", `a: "${"\nx".repeat(20_000)}"`],
		["anchors", `a:\n${Array.from({ length: 5_000 }, (_, i) => `- &a${i} b`).join("\n")}`],
		["a tab a line", "\ta\n".repeat(20_000)],
		["an action a line", "{{ a }}\n".repeat(10_000)],
		["separators", "---\n".repeat(20_000)],
		["bad separators", "--- a\n".repeat(5_000)],
		["JSON without ends", `{"a": 1}\n{"b": 2}\n${'{"c": [\n'.repeat(5_000)}`],
		["JSON objects", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
	])("%s", (_title, text) => {
		expectSound(text, readText(text));
	});
});

it("leaving out what is not wanted changes nothing else", () => {
	const kind = fc.constantFrom("Role", "Secret", "Pod");
	const text = fc.constantFrom(
		"a",
		"a\nb",
		'say "hi"\nnow',
		"- x",
		"[",
		"'",
		"it's\n- kind: Role",
		"x ".repeat(60),
	);
	const object = fc.record({
		apiVersion: fc.constant("v1"),
		kind,
		data: fc.dictionary(fc.constantFrom("b", "c d", "kind"), text),
		list: fc.array(text, { maxLength: 3 }),
	});
	const list = fc.record({
		apiVersion: fc.constant("v1"),
		items: fc.array(object, { maxLength: 4 }),
		kind: fc.constant("List"),
	});
	const isRole = (value: unknown): boolean => (value as { kind?: unknown }).kind === "Role";
	const rolesOf = (values: readonly unknown[]): unknown[] =>
		values
			.flatMap((value) => [value, ...((value as { items?: unknown[] }).items ?? [])])
			.filter(isRole);
	fc.assert(
		fc.property(
			fc.array(fc.oneof(object, list), { minLength: 1, maxLength: 4 }),
			fc.boolean(),
			(documents, indentSeq) => {
				const stream = documents
					.map((document) =>
						stringify(document, { indentSeq, version: "1.1", aliasDuplicateObjects: false }),
					)
					.join("---\n");
				const wanted = readText(stream, { wants: (name) => name === "Role" });
				expect(rolesOf(wanted.values)).toEqual(rolesOf(documents));
			},
		),
		{ numRuns: 500, seed: 4 },
	);
});
