import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const home = process.cwd();
let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-fix-"));
	process.chdir(folder);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

const rbac = "rbac.authorization.k8s.io";

function suite(tests: string, file = "rbac.yaml"): string {
	return `version: rolecall/v1
name: pay
inputs:
- manifests: [${file}]
cluster: {namespaces: {known: [pay, kube-system]}}
defaults: {namespace: pay}
subjects: {jane: {user: jane, external: true}}
tests:
${tests}`;
}

const reader = `# who reads
apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: reader}
rules:
# for all
- apiGroups: [""]
  resources: ["pods", "secrets"] # both
  verbs: [get,   list]
# for debugging
- apiGroups: [""]
  resources: [configmaps]
  verbs:
  - get # one
  - list
`;
const bindings = `---
# the api
apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata:
  # short
  name: api # the name
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: reader}
subjects:
- {kind: ServiceAccount, name: api, namespace: pay}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: people, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: reader}
subjects:
# the worker
- kind: ServiceAccount
  name: worker # by night
# until March
- kind: User # a person
  apiGroup: ${rbac}
  name: jane
`;

const outside = `- id: outside
  subject: sa:pay/api
  cases:
  - allow: get pods
  - deny: get,list secrets outside pay
- {id: worker, subject: sa:pay/worker, allow: "get,list secrets,pods,configmaps"}
`;
const jane = `- {id: jane, subject: jane, deny: get secrets}
- {id: worker, subject: sa:pay/worker, allow: "get,list secrets,pods"}
- {id: api, subject: sa:pay/api, allow: "get,list secrets,pods outside pay"}
`;
const debug = `- {id: api, subject: sa:pay/api, deny: list configmaps}
- {id: rest, subject: sa:pay/api, allow: "get configmaps everywhere"}
- {id: pods, subject: sa:pay/api, allow: "get,list pods everywhere"}
- {id: worker, subject: sa:pay/worker, allow: "get,list secrets,pods"}
`;
const listing = `- {id: api, subject: sa:pay/api, deny: list secrets outside pay}
- {id: rest, subject: sa:pay/api, allow: "get secrets everywhere"}
- {id: pods, subject: sa:pay/api, allow: "get,list pods everywhere"}
`;

/** What stands in the file after fix 1. */
async function fixed(manifests: string, tests: string, file = "rbac.yaml"): Promise<string> {
	writeFileSync(file, manifests);
	writeFileSync("s.rolecall.yaml", suite(tests, file));
	const found = await rolecall(["fix", "1"]);
	expect(found).toEqual(outcome({ stdout: found.stdout }));
	expect(found.stdout).toMatch(/^written to [a-z.]+: \d+ failed before, 0 now$/m);
	expect((await rolecall(["test"])).exit).toBe(0);
	return readFileSync(file, "utf8");
}

describe("a fix is written where it belongs, and every other byte stays", () => {
	const all = reader + bindings;
	const moved = all
		.replace("kind: ClusterRoleBinding", "kind: RoleBinding")
		.replace("  name: api # the name\n", "  name: api # the name\n  namespace: pay\n");
	const without = all.replace(
		`- kind: User # a person\n  apiGroup: ${rbac}\n  name: jane\n`,
		"# a person\n",
	);

	test("a binding moves into a namespace", async () => {
		expect(await fixed(all, outside)).toBe(moved);
	});

	test("a subject goes, its comments stay", async () => {
		expect(await fixed(all, jane)).toBe(without);
	});

	test("what was gained since another side goes, and what was lost comes back", async () => {
		const less = all.replace('["pods", "secrets"]', '["pods"]');
		writeFileSync("old.yaml", less);
		const gained = "- {id: g, baseline: {manifests: [old.yaml]}, noNewAccess: {subjects: any}}\n";
		expect(await fixed(all, gained)).toBe(less);
		writeFileSync("old.yaml", all);
		const lost = "- {id: l, baseline: {manifests: [old.yaml]}, noLostAccess: {subjects: any}}\n";
		expect(await fixed(less, lost)).toBe(all);
	});

	test("a binding refers to another role", async () => {
		const admin = `apiVersion: ${rbac}/v1\nkind: RoleBinding\nmetadata: {name: dev, namespace: pay}\nroleRef: # fixed\n  apiGroup: ${rbac}\n  kind: ClusterRole\n  name: "admin" # all\nsubjects: [{kind: ServiceAccount, name: dev}]\n`;
		const tests =
			"- {id: dev, subject: 'sa:pay/dev', cases: [{allow: 'create pods'}, {deny: create roles}]}\n";
		expect(await fixed(admin, tests)).toBe(admin.replace('"admin"', '"edit"'));
	});

	test("a word goes", async () => {
		expect(await fixed(all, debug)).toBe(all.replace("  - list\n", ""));
	});

	test("a rule is split, the new one in the manner of the old", async () => {
		expect(await fixed(all, listing)).toBe(
			all.replace(
				'["pods", "secrets"] # both\n  verbs: [get,   list]\n',
				'["pods"] # both\n  verbs: [get,   list]\n- apiGroups: [""]\n  resources: [secrets]\n  verbs: [get]\n',
			),
		);
	});

	test("with line ends of Windows and a byte-order mark", async () => {
		const windows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
		expect(await fixed(windows(all), outside)).toBe(windows(moved));
		expect(await fixed(windows(all), jane)).toBe(windows(without));
	});

	test("a whole document goes, with one separator", async () => {
		const one = `---\napiVersion: ${rbac}/v1\nkind: RoleBinding\nmetadata: {name: x, namespace: pay}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: reader}\nsubjects: [{kind: User, apiGroup: ${rbac}, name: li}]\n`;
		const only = `- {id: only, only: [control-plane, "sa:pay/*", "user:jane"], can: get secrets in pay}\n`;
		expect(await fixed(reader + one + bindings, only)).toBe(all);
		expect(await fixed(reader + bindings + one, only)).toBe(all);
		const first = one.slice("---\n".length);
		expect(await fixed(`# licence\n\n${first}---\n${all}`, only)).toBe(`# licence\n${all}`);
	});

	test("an item of a List, and one in brackets", async () => {
		const item = (name: string, user: string): string =>
			`- apiVersion: ${rbac}/v1\n  kind: RoleBinding\n  metadata: {name: ${name}, namespace: pay}\n  roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: reader}\n  subjects: [${user}]\n`;
		const person = (name: string): string => `{kind: User, apiGroup: ${rbac}, name: ${name}}`;
		const list = (items: string): string =>
			`${reader}---\napiVersion: v1\nkind: List\nitems:\n${items}`;
		const only = `- {id: only, only: [control-plane, "user:jane"], can: get secrets in pay}\n`;
		const kept = item("a", person("jane"));
		expect(await fixed(list(kept + item("b", person("li"))), only)).toBe(list(kept));
		const both = item("a", `${person("li")}, ${person("jane")}`);
		expect(await fixed(list(both), only)).toBe(list(kept));
	});

	test("in JSON", async () => {
		const binding = (kind: string, more: string): string =>
			`{"apiVersion": "${rbac}/v1", "kind": "${kind}", "metadata": {"name": "b"${more}}, "roleRef": {"apiGroup": "${rbac}", "kind": "ClusterRole", "name": "r"}, "subjects": [{"kind": "ServiceAccount", "name": "api", "namespace": "pay"}]}`;
		const role = `{"apiVersion": "${rbac}/v1", "kind": "ClusterRole", "metadata": {"name": "r"}, "rules": [{"apiGroups": [""], "resources": ["pods", "secrets"], "verbs": ["get"]}]}`;
		const list = (one: string): string =>
			`{"apiVersion": "v1", "kind": "List", "items": [\n  ${role},\n  ${one}\n]}\n`;
		const tests =
			"- {id: a, subject: 'sa:pay/api', cases: [{allow: 'get pods,secrets'}, {deny: get secrets outside pay}]}\n";
		expect(await fixed(list(binding("ClusterRoleBinding", "")), tests, "rbac.json")).toBe(
			list(binding("RoleBinding", ', "namespace": "pay"')),
		);
	});

	test("a role and a binding of its own, at the end", async () => {
		const text = await fixed(all, "- {id: a, subject: 'sa:pay/api', allow: get services}\n");
		expect(text.startsWith(`${all}---\n`)).toBe(true);
		expect(text.slice(all.length)).toContain('  namespace: pay\nrules:\n- apiGroups: [""]\n');
	});
});

test("what shares text by an anchor is not edited: the fix is told and the files stay", async () => {
	const text = `${reader.replace("[get,   list]", "&v [get, list]").replace(/ {2}verbs:\n.*\n.*\n$/, "  verbs: *v\n")}${bindings}`;
	writeFileSync("rbac.yaml", text);
	writeFileSync("s.rolecall.yaml", suite(debug));
	const found = await rolecall(["fix", "1"]);
	expect([found.exit, found.stdout]).toEqual([1, ""]);
	expect(found.stderr).toMatch(/^error: `rbac.yaml` cannot be edited: .*YAML anchor\n/);
	expect(readFileSync("rbac.yaml", "utf8")).toBe(text);
});

test("--patch prints a diff and writes nothing", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	writeFileSync("s.rolecall.yaml", suite(jane));
	const patch = await rolecall(["fix", "1", "--patch"]);
	expect(patch.exit).toBe(0);
	expect(patch.stdout).toContain("-- kind: User # a person\n");
	expect(patch.stdout).toMatch(/^--- a\/rbac.yaml\n\+\+\+ b\/rbac.yaml\n@@ /);
	expect(readFileSync("rbac.yaml", "utf8")).toBe(reader + bindings);
	expect(await rolecall(["fix", "1", "--dry-run"])).toEqual(patch);
});

test("what a tool renders has no file to edit: the fix is told", async () => {
	writeFileSync("rendered.yaml", reader + bindings);
	writeFileSync("kustomize", `#!/bin/sh\ncat ${join(folder, "rendered.yaml")}\n`, { mode: 0o755 });
	const path = process.env["PATH"];
	process.env["PATH"] = `${folder}:${path}`;
	try {
		writeFileSync(
			"s.rolecall.yaml",
			suite(jane).replace("manifests: [rbac.yaml]", "kustomize: overlay"),
		);
		const found = await rolecall(["fix", "1"]);
		expect([found.exit, found.stdout]).toEqual([1, ""]);
		expect(found.stderr).toMatch(
			/^error: `kustomize build overlay` is no file that can be edited\n/,
		);
		expect(found.stderr).toContain("remove User jane from RoleBinding pay/people");
	} finally {
		process.env["PATH"] = path;
	}
});

test("a fix that breaks a check of another suite is taken back", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	writeFileSync("s.rolecall.yaml", suite(jane));
	writeFileSync(
		"other.rolecall.yaml",
		suite("- {id: other, subject: jane, allow: get secrets}\n").replace("name: pay", "name: other"),
	);
	const found = await rolecall(["fix", "1"]);
	expect([found.exit, found.stderr]).toEqual([
		1,
		"error: the files were put back: with the edit, `other › user:jane allow get secrets` would not pass: failed\n",
	]);
	expect(readFileSync("rbac.yaml", "utf8")).toBe(reader + bindings);
	rmSync("other.rolecall.yaml");
});

test("the list, its numbers, and the command that test prints", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	writeFileSync("s.rolecall.yaml", suite(outside + jane.split("\n")[0]));
	const listed = await rolecall(["fix"]);
	expect(listed.exit).toBe(1);
	expect(listed.stdout).toContain(
		"s.rolecall.yaml:13  outside › sa:pay/api deny get secrets outside pay and 1 more check\n  fix 1\n    replace ClusterRoleBinding api by a RoleBinding in namespace pay  rbac.yaml:18:1\n",
	);
	expect(listed.stdout).toContain("    remove User jane from RoleBinding pay/people");
	const told = await rolecall(["test", "s.rolecall.yaml", "--filter", "outside"]);
	expect(told.stdout).toContain("(rolecall fix 1 s.rolecall.yaml --filter outside)");
	expect(told.stdout.match(/smallest fix/g)).toHaveLength(1);
	const json = await rolecall(["test", "--reporter", "json"]);
	expect(schemaErrors(JSON.parse(json.stdout))).toEqual([]);
	expect(json.stdout).toContain('"kind": "bind-inside"');
});

test("sarif holds the changes of the file", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	writeFileSync("s.rolecall.yaml", suite(outside));
	const { stdout } = await rolecall(["test", "--reporter", "sarif"]);
	const [fix] = JSON.parse(stdout).runs[0].results[0].fixes;
	const lines = (reader + bindings).split("\n");
	const line = lines.indexOf("kind: ClusterRoleBinding") + 1;
	expect(fix.artifactChanges).toEqual([
		{
			artifactLocation: { uri: "rbac.yaml" },
			replacements: [
				{
					deletedRegion: { startLine: line, startColumn: 7, endLine: line, endColumn: 25 },
					insertedContent: { text: "RoleBinding" },
				},
				{
					deletedRegion: {
						startLine: line + 4,
						startColumn: 1,
						endLine: line + 4,
						endColumn: 1,
					},
					insertedContent: { text: "  namespace: pay\n" },
				},
			],
		},
	]);
});

test("a number that is none, and nothing to fix", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	writeFileSync("s.rolecall.yaml", suite("- {id: a, subject: 'sa:pay/api', allow: get pods}\n"));
	expect(await rolecall(["fix"])).toEqual(outcome({ stdout: "nothing to fix\n" }));
	expect(await rolecall(["fix", "3"])).toEqual(
		outcome({
			exit: 2,
			stderr: "error: no fix has the number 3: there is none (`rolecall fix` lists them)\n",
		}),
	);
	expect((await rolecall(["fix", "--patch"])).exit).toBe(2);
	writeFileSync("s.rolecall.yaml", suite("- {id: a, subject: 'sa:pay/apy', allow: get pods}\n"));
	const wrong = await rolecall(["fix", "1"]);
	expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("did you mean")]);
});

test("an error of one test leaves the others their fixes, and stays an error", async () => {
	writeFileSync("rbac.yaml", reader + bindings);
	const expired =
		"- {id: old, subject: jane, deny: list pods, knownFailure: {reason: r, until: 2020-01-01}}\n";
	writeFileSync("s.rolecall.yaml", suite(outside + expired));
	const told = "s.rolecall.yaml:15:45: the known failure of `old` expired on 2020-01-01\n";
	const listed = await rolecall(["fix"]);
	expect([listed.exit, listed.stderr]).toEqual([2, told]);
	expect(listed.stdout).toContain("  fix 1\n");
	const made = await rolecall(["fix", "1"]);
	expect(made).toEqual(outcome({ stdout: made.stdout, stderr: told }));
	expect(made.stdout).toMatch(/^written to rbac.yaml: 2 failed before, 0 now$/m);
	// What is left is the marker, and nothing else.
	expect(await rolecall(["fix"])).toEqual(outcome({ exit: 2, stderr: told }));
});
