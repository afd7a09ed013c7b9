import { describe, expect, test } from "vitest";
import { WrittenObjects } from "../../src/load/written-objects.ts";
import type { RbacObject } from "../../src/model/written.ts";
import fc from "../support/fast-check.ts";

function role(name: string, more = ""): string {
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
${more}`;
}

const generated = role("x").replace("{name: x}", "{generateName: x-}");
const twoInBlock = `apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data:
  text: |
    a
---
    ${role("in-a-block").replaceAll("\n", "\n    ")}
`;

/** Documents, and what is put between them, that are read otherwise than they look. */
const documents = [
	role("a"),
	role("b", "# a comment\n"),
	role("a", "...\n"),
	generated,
	twoInBlock,
	`x: &shared [get]\n${role("anchored")}`,
	role("alias").replace("[get]", "*shared"),
	`apiVersion: v1\nkind: List\nitems:\n- ${role("c").replaceAll("\n", "\n  ")}\n- ${role("d").replaceAll("\n", "\n  ")}\n`,
	JSON.stringify({ apiVersion: "v1", kind: "List", items: [] }),
	`{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "j"}, "rules": []}\n`,
	`%YAML 1.1\n`,
	role("crlf").replaceAll("\n", "\r\n"),
	"\uFEFF",
	"\u0007",
	"{{ if x }}\n",
	"'quoted\n",
	"",
];
const separators = ["---\n", "--- # c\n", "---\r\n", "--- x\n", "---\n\uFEFF", "\n---", ""];

const pieces = fc.array(
	fc
		.tuple(fc.constantFrom(...separators), fc.constantFrom(...documents))
		.map((two) => two.join("")),
	{ minLength: 1, maxLength: 8 },
);

test("a text is read after another one as it is read by itself", () => {
	const cut = fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 8 }), pieces);
	fc.assert(
		fc.property(pieces, cut, (before, [from, count, put]) => {
			const after = before.toSpliced(from, count, ...put.slice(0, 2)).join("");
			const now = new WrittenObjects("f", before.join("")).of(after);
			expect(now.map(saidBy)).toEqual(new WrittenObjects("f", after).objects.map(saidBy));
		}),
		{ numRuns: 500 },
	);
});

test("and where single letters were changed", () => {
	fc.assert(
		fc.property(pieces, fc.nat(), fc.constantFrom("", "-", "\n", "&", "x"), (before, at, put) => {
			const text = before.join("");
			const place = at % (text.length + 1);
			const after = text.slice(0, place) + put + text.slice(place + 1);
			const now = new WrittenObjects("f", text).of(after);
			expect(now.map(saidBy)).toEqual(new WrittenObjects("f", after).objects.map(saidBy));
		}),
		{ numRuns: 500 },
	);
});

describe("objects of documents that both texts have are the same values", () => {
	const names = Array.from({ length: 40 }, (_, index) => `r${index}`);
	const text = (list: readonly string[]): string => list.map((name) => role(name)).join("---\n");
	const before = new WrittenObjects("f", text(names));
	const kept = (list: readonly string[]): readonly string[] =>
		before
			.of(text(list))
			.filter((object) => before.objects.includes(object))
			.map(({ name }) => name);

	test("a document is changed", () => {
		expect(kept(names.with(3, "other"))).toEqual(names.toSpliced(3, 1));
	});

	test("documents go", () => {
		expect(kept(names.toSpliced(2, 3))).toEqual(names.toSpliced(2, 3));
	});

	test("every third document goes", () => {
		const left = names.filter((_, index) => index % 3 > 0);
		expect(kept(left)).toEqual(left);
	});

	test("a document is put behind", () => {
		expect(kept([...names, "other"])).toEqual(names);
	});
});

test("a document behind a separator that kubectl refuses is none", () => {
	const flow = `--- ${JSON.stringify({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "flow" }, rules: [] })}\n`;
	const before = new WrittenObjects("f", `${role("a")}---\n\uFEFF${flow}`);
	expect(before.objects.map(({ name }) => name)).toEqual(["a", "flow"]);
	expect(before.of(role("a") + flow).map(({ name }) => name)).toEqual(["a"]);
});

test("generated names count those above, so that all is read again", () => {
	const before = new WrittenObjects("f", [generated, role("a"), generated].join("---\n"));
	const after = before.of([role("a"), generated].join("---\n"));
	expect(before.objects.map(({ name }) => name)).toEqual([
		"x-<generated-1>",
		"a",
		"x-<generated-2>",
	]);
	expect(after.map(({ name }) => name)).toEqual(["a", "x-<generated-1>"]);
});

test("an anchor is known in its own document only", () => {
	const [anchored, alias] = [documents[5], documents[6]];
	const before = new WrittenObjects("f", [anchored, alias, role("a")].join("---\n"));
	expect(before.objects.map(({ name }) => name)).toEqual(["anchored", "a"]);
	const apart = before.of([anchored, role("b"), alias].join("---\n"));
	expect(apart.map(({ name }) => name)).toEqual(["anchored", "b"]);
	const together = before.of([`${anchored}y: *shared\n`, alias, role("a")].join("---\n"));
	expect(together.map(({ name }) => name)).toEqual(["anchored", "a"]);
});

function saidBy({ origin, ...object }: RbacObject): unknown {
	return "labels" in object ? { ...object, labels: [...object.labels] } : object;
}
