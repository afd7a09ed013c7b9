import { describe, expect, test } from "vitest";
import { fixFiles } from "../../src/cli/fix-files.ts";
import { KnownFiles } from "../../src/cli/known-files.ts";
import { WrittenObjects } from "../../src/load/written-objects.ts";
import type { FixEdit } from "../../src/model/suite-fix.ts";

const file = "rbac.yaml";

function role(name: string, verbs = "[get, list]"): string {
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${name}}
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: ${verbs}
`;
}

function binding(metadata: string): string {
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {${metadata}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}
subjects:
- {kind: ServiceAccount, name: app, namespace: shop}
`;
}

const before = "[get, list]";
const after = "[get]";

/** The first rule of a role loses `list`; a binding is deleted. */
function edit(text: string, name: string): FixEdit {
	const object = new WrittenObjects(file, text).objects.find((one) => one.name === name);
	if (object === undefined) throw new Error(`no ${name}`);
	if ("roleRef" in object) return { kind: "delete-binding", binding: object };
	const become = object.rules.slice(0, 1).map((rule) => ({ ...rule, verbs: ["get"] }));
	return { kind: "change-rule", role: object, rule: 0, become };
}

function fixed(text: string, names: readonly string[], known?: KnownFiles): string {
	const edits = names.map((name) => edit(text, name));
	const files = fixFiles({ edits, effects: [], breaks: [] }, () => text, known);
	return typeof files === "string" ? files : files.map(({ edited }) => edited.text).join("");
}

const refused = "`rbac.yaml` cannot be edited: the new text could not be proved to say just that";

describe("fixes of one file, which is read once", () => {
	const texts: readonly [string, string][] = [
		["documents", [role("a"), role("b"), binding("name: c"), role("d")].join("---\n")],
		[
			"a text with `---` in it, and a role in what follows",
			[`kind: C\napiVersion: v1\ntext: |\n  a\n`, role("a"), `x: "\n`, role("b")].join("---\n"),
		],
		["a byte-order mark", `\uFEFF${[role("a"), `\uFEFF${role("b")}`].join("---\n")}`],
		["no line break at the end", [role("a"), role("b")].join("---\n").trimEnd()],
		["a separator that kubectl refuses", [role("a"), role("c"), role("b")].join("--- x\n---\n")],
		["JSON, and YAML behind it", `{"kind": "C", "apiVersion": "v1"}\n---\n${role("a")}`],
		[
			"a document that uses an anchor of another one",
			[role("a").replace("metadata", "x: &x [get]\nmetadata"), role("alias", "*x"), role("b")].join(
				"---\n",
			),
		],
	];

	test.each(texts)("%s", (_what, text) => {
		const known = new KnownFiles();
		const names = new WrittenObjects(file, text).objects.map(({ name }) => name);
		const wanted = names.filter((name) => name !== "c");
		for (const name of wanted) {
			// All but the list of verbs of the one role stays.
			const at = text.indexOf(before, text.indexOf(`{name: ${name}}`));
			const own = text.slice(0, at) + after + text.slice(at + before.length);
			expect(fixed(text, [name], known)).toBe(own);
		}
		expect(fixed(text, wanted, known)).toBe(fixed(text, wanted));
	});

	test.each(texts)("%s, with carriage returns", (_what, plain) => {
		const text = plain.replaceAll("\n", "\r\n");
		const known = new KnownFiles();
		for (const name of ["a", ...(plain.includes("{name: b}") ? ["b"] : [])]) {
			const at = text.indexOf(before, text.indexOf(`{name: ${name}}`));
			const own = text.slice(0, at) + after + text.slice(at + before.length);
			expect(fixed(text, [name], known)).toBe(own);
		}
	});

	test("a document goes, and the next fix still finds its place", () => {
		const known = new KnownFiles();
		const text = [role("a"), binding("name: c"), role("b")].join("---\n");
		expect(fixed(text, ["c"], known)).toBe([role("a"), role("b")].join("---\n"));
		expect(fixed(text, ["b"], known)).toBe(
			[role("a"), binding("name: c"), role("b", after)].join("---\n"),
		);
		expect(fixed(text, ["a", "c", "b"], known)).toBe(
			[role("a", after), role("b", after)].join("---\n"),
		);
	});

	test("another text of the file is read anew", () => {
		const known = new KnownFiles();
		expect(fixed(role("a"), ["a"], known)).toBe(role("a", after));
		const longer = `# above\n${role("a")}`;
		expect(fixed(longer, ["a"], known)).toBe(`# above\n${role("a", after)}`);
		expect(fixed(role("a"), ["a"], known)).toBe(role("a", after));
	});
});

describe("what cannot be proved stays refused, whatever is known", () => {
	test("words that an alias shares", () => {
		const known = new KnownFiles();
		const list = `apiVersion: v1\nkind: List\nitems:\n- &a\n  ${role("a").replaceAll("\n", "\n  ")}\n- *a\n`;
		const text = [list, role("b")].join("---\n");
		expect(fixed(text, ["b"], known)).toBe([list, role("b", after)].join("---\n"));
		expect(fixed(text, ["a"], known)).toBe(refused);
		expect(fixed(text, ["a", "b"], known)).toBe(refused);
		expect(fixed(text, ["b"], known)).toBe([list, role("b", after)].join("---\n"));
	});

	test("a generated name that counts those above it", () => {
		const known = new KnownFiles();
		const text = [binding("generateName: one-"), binding("generateName: two-")].join("---\n");
		expect(fixed(text, ["one-<generated-1>"], known)).toBe(refused);
		expect(fixed(text, ["two-<generated-2>"], known)).toBe(binding("generateName: one-"));
	});

	test("an object that stands elsewhere", () => {
		const known = new KnownFiles();
		const other = `# above\n${role("a")}`;
		const fix = { edits: [edit(other, "a")], effects: [], breaks: [] };
		expect(fixFiles(fix, () => role("a"), known)).toBeTypeOf("string");
		expect(fixFiles(fix, () => other, known)).not.toBeTypeOf("string");
	});
});

test("files that were not edited for long are forgotten, never the last one", () => {
	const known = new KnownFiles(10_000);
	const first = known.of("a", role("a"));
	expect(known.of("a", role("a"))).toBe(first);
	expect(known.of("a", role("b"))).not.toBe(first);
	const long = known.of("b", role("b").repeat(100));
	expect(known.of("b", role("b").repeat(100))).toBe(long);
	const again = known.of("a", role("a"));
	expect(known.of("a", role("a"))).toBe(again);
	expect(known.of("b", role("b").repeat(100))).not.toBe(long);
});
