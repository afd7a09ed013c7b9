import { execFileSync } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
const path = process.env["PATH"];
const rbac = "rbac.authorization.k8s.io";
let folder = "";

beforeEach(() => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), "rolecall-inputs-")));
	process.chdir(folder);
});

afterEach(() => {
	process.chdir(home);
	process.env["PATH"] = path;
	rmSync(folder, { recursive: true });
});

/** A ClusterRoleBinding that gives a user the role view. */
const viewFor = (user: string): string => `apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: ${user}}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: view}
subjects: [{kind: User, apiGroup: ${rbac}, name: ${user}}]
`;

function write(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

async function run(suite: string, ...args: readonly string[]): Promise<Outcome> {
	write("s.rolecall.yaml", suite);
	return rolecall(["test", "s.rolecall.yaml", ...args]);
}

/** A command of this name that does what a shell script says. */
function command(name: string, script: string): void {
	write(`bin/${name}`, `#!/bin/sh\n${script}`);
	chmodSync(`bin/${name}`, 0o755);
	process.env["PATH"] = `${join(folder, "bin")}:${path}`;
}

function git(...args: readonly string[]): void {
	const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
	execFileSync("git", [...who, ...args], { stdio: "ignore" });
}

function commit(...files: readonly string[]): void {
	git("init", "-q", ".");
	git("add", ...files);
	git("commit", "-q", "-m", "one");
}

const anaReads = "tests: [{id: t, subject: user:ana, allow: get pods}]\n";
const ratchet = (kind: string, subjects = "any"): string =>
	`tests: [{id: t, baseline: {git: HEAD}, ${kind}: {subjects: ${subjects}}}]\n`;

describe("paths", () => {
	test("an absolute path is taken as it is, a relative one from the suite", async () => {
		write("deploy/ana.yaml", viewFor("ana"));
		for (const name of [join(folder, "deploy/ana.yaml"), join(folder, "deploy/*.yaml"), "deploy"]) {
			const found = await run(`inputs: [{manifests: ["${name}"]}]\n${anaReads}`);
			expect([name, found.exit, found.stdout]).toEqual([name, 0, expect.anything()]);
		}
	});

	test("excluded files, folders and patterns are not read; excluding nothing is an error", async () => {
		write("deploy/ana.yaml", viewFor("ana"));
		write("deploy/old/bo.yaml", viewFor("bo"));
		write("deploy/template.yaml", "kind: [$" + "{X}\n");
		const onlyAna =
			"tests: [{id: t, forall: {subjects: any, not: [user:ana, control-plane]}, deny: get pods in web}]\ncluster: {namespaces: {known: [web]}}\n";
		const suite = (exclude: string): string =>
			`inputs: [{manifests: [deploy], exclude: ${exclude}}]\n${onlyAna}`;
		expect((await run(suite("[]"))).exit).toBe(2);
		expect((await run(suite("[deploy/template.yaml]"))).exit).toBe(1);
		expect((await run(suite("[deploy/old, 'deploy/temp*']"))).exit).toBe(0);
		expect((await run(suite(`['**/bo.yaml', ${folder}/deploy/template.yaml]`))).exit).toBe(0);
		const none = await run(suite("[deploy/template.yaml, deploy/odl]"));
		expect([none.exit, none.stdout]).toEqual([
			2,
			expect.stringContaining("`deploy/odl` excludes nothing"),
		]);
		expect((await run(suite("[deploy]"))).stdout).toContain("leaves no file");
		const ratchet = (exclude: string): string =>
			`tests: [{id: same, baseline: {manifests: [deploy], exclude: ${exclude}}, equivalent: true}]\n`;
		const inputs = "inputs: [{manifests: [deploy/ana.yaml]}]\n";
		const compared = await run(`${inputs}${ratchet("[deploy/old, deploy/template.yaml]")}`);
		expect([compared.exit, compared.stdout]).toEqual([0, expect.anything()]);
		expect((await run(`${inputs}${ratchet("[deploy/template.yaml]")}`)).exit).not.toBe(0);
		const kustomize = await run(`inputs: [{kustomize: k, exclude: [k]}]\n${anaReads}`);
		expect(kustomize.stdout).toContain("unknown key `exclude`");
	});
});

test("a second snapshot or live cluster is an error at its place", async () => {
	const snapshot = (name: string): string =>
		JSON.stringify({
			...{ apiVersion: "rolecall.dev/v1", kind: "ClusterSnapshot", kubernetesVersion: "1.36" },
			...{ context: name, namespace: "default", takenAt: "2026-01-01T00:00:00Z", missing: [] },
			...{ catalog: [], objects: [] },
		});
	write("one.json", snapshot("one"));
	write("two.json", snapshot("two"));
	const found = await run(`inputs:\n- snapshot: one.json\n- snapshot: two.json\n${anaReads}`);
	expect([found.exit, found.stdout]).toEqual([
		2,
		expect.stringMatching(
			/^ERROR s\.rolecall\.yaml:3:\d+ {2}`two\.json` would be a second cluster/,
		),
	]);
});

describe("objects without a namespace", () => {
	const objects = `apiVersion: v1
kind: ServiceAccount
metadata: {name: op}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: op}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: edit}
subjects: [{kind: ServiceAccount, name: op, namespace: prod}]
`;
	const reads = "tests: [{id: t, subject: sa:prod/op, allow: get secrets in prod}]\n";

	test("are an error that names them, unless the suite says where they go", async () => {
		write("op.yaml", objects);
		const inputs = "inputs: [{manifests: [op.yaml]}]\n";
		const found = await run(`${inputs}${reads}`);
		expect(found.exit).toBe(2);
		expect(found.stdout).toContain(
			"op.yaml:3:1  ServiceAccount op, RoleBinding op have no namespace: say `defaults: {namespace: …}`",
		);
		expect((await run(`${inputs}defaults: {namespace: prod}\n${reads}`)).exit).toBe(0);
		expect((await run(`${inputs}defaults: {namespace: web}\n${reads}`)).exit).toBe(1);
	});

	test("of a chart go where helm puts them", async () => {
		write("chart/Chart.yaml", "name: chart\n");
		write("chart/out.yaml", objects);
		command("helm", 'cat "$3/out.yaml"');
		const chart = (more: string): string => `inputs: [{helm: {chart: chart${more}}}]\n${reads}`;
		expect((await run(chart(", namespace: prod"))).exit).toBe(0);
		expect((await run(chart(", namespace: web"))).exit).toBe(1);
		expect((await run(chart(""))).stdout).toContain("have no namespace");
		expect((await run(`defaults: {namespace: prod}\n${chart("")}`)).exit).toBe(0);
	});
});

describe("a git baseline holds all inputs as they were at the ref", () => {
	test.each<[string, string, string, string]>([
		["kustomize", "k/rbac.yaml", "inputs: [{kustomize: k}]\n", "kustomize"],
		["helm", "k/rbac.yaml", "inputs: [{helm: {chart: k, values: [values.yaml]}}]\n", "helm"],
	])("%s", async (_, file, inputs, tool) => {
		command("kustomize", 'cat "$2/rbac.yaml"');
		// The values of the ref count too: they name a file of the chart.
		command("helm", 'test -f "$9" && cat "$3/$(cat "$9")"');
		write("values.yaml", "rbac.yaml");
		write(file, `${viewFor("ana")}---\n${viewFor("bo")}`);
		commit("k", "values.yaml");
		for (const kind of ["noNewAccess", "noLostAccess", "equivalent"]) {
			expect([tool, (await run(`${inputs}${ratchet(kind)}`)).exit]).toEqual([tool, 0]);
		}
		write(file, viewFor("ana"));
		const lost = await run(`${inputs}${ratchet("noLostAccess")}`);
		expect([lost.exit, lost.stdout]).toEqual([1, expect.stringContaining("user:bo CANNOT")]);
		expect((await run(`${inputs}${ratchet("noNewAccess")}`)).exit).toBe(0);
		write(file, `${viewFor("ana")}---\n${viewFor("bo")}---\n${viewFor("li")}`);
		const gained = await run(`${inputs}${ratchet("noNewAccess")}`);
		expect([gained.exit, gained.stdout]).toEqual([1, expect.stringContaining("user:li CAN")]);
	});

	test("a snapshot file, absolute paths and what is excluded", async () => {
		const snapshot = (...users: readonly string[]): string =>
			JSON.stringify({
				...{ apiVersion: "rolecall.dev/v1", kind: "ClusterSnapshot", kubernetesVersion: "1.36" },
				...{ context: "one", namespace: "default", takenAt: "2026-01-01T00:00:00Z", missing: [] },
				catalog: [],
				objects: [
					{
						...{ apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name: "view" } },
						rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
					},
					...users.map((name) => ({
						...{ apiVersion: `${rbac}/v1`, kind: "ClusterRoleBinding", metadata: { name } },
						roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "view" },
						subjects: [{ kind: "User", apiGroup: rbac, name }],
					})),
				],
			});
		write("one.json", snapshot("ana"));
		write("deploy/li.yaml", viewFor("li"));
		write("deploy/broken.yaml", "kind: [\n");
		const inputs = `inputs: [{snapshot: one.json}, {manifests: ["${folder}/deploy"], exclude: [deploy/b*]}]\n`;
		commit("one.json", "deploy");
		expect((await run(`${inputs}${ratchet("equivalent")}`)).exit).toBe(0);
		write("one.json", snapshot());
		write("deploy/bo.yaml", viewFor("bo"));
		const ana = await run(`${inputs}${ratchet("noLostAccess")}`);
		expect([ana.exit, ana.stdout]).toEqual([1, expect.stringContaining("user:ana CANNOT")]);
		write("one.json", snapshot("ana"));
		rmSync("deploy/li.yaml");
		write("deploy/other.yaml", viewFor("other"));
		const li = await run(`${inputs}${ratchet("noLostAccess")}`);
		expect([li.exit, li.stdout]).toEqual([1, expect.stringContaining("user:li CANNOT")]);
	});

	test("what was broken at the ref, or outside of its repository, is an error", async () => {
		write("deploy/ana.yaml", `${viewFor("ana")}---\nkind: [\n`);
		commit("deploy");
		write("deploy/ana.yaml", viewFor("ana"));
		const inputs = "inputs: [{manifests: [deploy]}]\n";
		const found = await run(`${inputs}${ratchet("noLostAccess")}`);
		expect([found.exit, found.stdout]).toEqual([
			2,
			expect.stringContaining("ERROR HEAD:deploy/ana.yaml:"),
		]);
		// The other tests are run.
		const other = "- {id: other, subject: user:ana, allow: get pods}\n";
		const more = await run(
			`${inputs}${ratchet("noLostAccess").replace("tests: [", "tests:\n- ").replace(/\]\n$/, "\n")}${other}`,
		);
		expect([more.exit, more.stdout]).toEqual([
			2,
			expect.stringContaining("1 check: 1 error, 1 passed"),
		]);
		const outside = realpathSync(mkdtempSync(join(tmpdir(), "rolecall-outside-")));
		command("kustomize", 'cat "$2/rbac.yaml"');
		write(join(outside, "rbac.yaml"), viewFor("ana"));
		const far = await run(`inputs: [{kustomize: ${outside}}]\n${ratchet("noLostAccess")}`);
		rmSync(outside, { recursive: true });
		expect([far.exit, far.stdout]).toEqual([
			2,
			expect.stringContaining("is outside of the repository"),
		]);
	});

	test("also from a folder of the repository, with bases above it, and for a path that was not there", async () => {
		write("base/rbac.yaml", viewFor("ana"));
		write("app/k/kustomization.yaml", "resources: [../../base]\n");
		command("kustomize", 'cat "$2/../../base/rbac.yaml"');
		commit("base", "app");
		process.chdir("app");
		const inputs = "inputs: [{kustomize: k}]\n";
		expect((await run(`${inputs}${ratchet("equivalent")}`)).exit).toBe(0);
		write("../base/rbac.yaml", `${viewFor("ana")}---\n${viewFor("bo")}`);
		const found = await run(`${inputs}${ratchet("equivalent")}`);
		expect([found.exit, found.stdout]).toEqual([1, expect.stringContaining("user:bo CAN")]);
		write("new/k/kustomization.yaml", "");
		write("base/rbac.yaml", viewFor("li"));
		const added = await run(`inputs: [{kustomize: new/k}]\n${ratchet("noNewAccess")}`);
		process.chdir(folder);
		expect([added.exit, added.stdout]).toEqual([1, expect.anything()]);
	});

	test("a manifest behind a link is not left out without a word", async () => {
		write("other/ana.yaml", viewFor("ana"));
		write("deploy/bo.yaml", viewFor("bo"));
		symlinkSync("../other/ana.yaml", "deploy/ana.yaml");
		symlinkSync("../other/ana.yaml", "deploy/README.md");
		commit("other", "deploy");
		const inputs = (more: string): string => `inputs: [{manifests: [deploy]${more}}]\n`;
		const found = await run(`${inputs("")}${ratchet("noLostAccess")}`);
		expect([found.exit, found.stdout]).toEqual([
			2,
			expect.stringContaining("`deploy/ana.yaml` is a link or a module at `HEAD`"),
		]);
		expect(found.stdout).toContain("1 error");
		const excluded = inputs(", exclude: [deploy/ana.yaml]");
		expect((await run(`${excluded}${ratchet("equivalent")}`)).exit).toBe(0);
	});

	test("nothing of the temporary folder is told, nor left", async () => {
		command("kustomize", 'echo "Error: $2/rbac.yaml is bad" >&2; exit 1');
		write("k/rbac.yaml", viewFor("ana"));
		commit("k");
		rmSync("bin/kustomize");
		command(
			"kustomize",
			'case "$2" in k) cat k/rbac.yaml;; *) echo "Error: $2 is bad" >&2; exit 1;; esac',
		);
		const found = await run(`inputs: [{kustomize: k}]\n${ratchet("noLostAccess")}`);
		expect([found.exit, found.stdout]).toEqual([
			2,
			expect.stringMatching(/^ERROR s\.rolecall\.yaml:2:\d+ {2}at `HEAD`: kustomize: k is bad/),
		]);
		expect(readFileSync("k/rbac.yaml", "utf8")).toBe(viewFor("ana"));
	});
});

describe("two objects with one name", () => {
	const reader = (verbs: string, labels = "{}"): string => `apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: reader, labels: ${labels}}
rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]
`;
	const suite = `version: rolecall/v1
name: s
inputs: [{manifests: [deploy]}]
tests: [{id: t, role: ClusterRole/reader, allow: get pods}]
`;
	const told =
		"deploy/b.yaml:1: error: ClusterRole reader: says something else than the one at deploy/a.yaml:1:1, and only one of them can count: leave one out (`exclude`)\n";

	test("that say different things are an error: one of them would not be tested", async () => {
		write("deploy/a.yaml", reader("get, delete"));
		write("deploy/b.yaml", reader("get"));
		const found = await run(suite, "--reporter", "compact");
		expect([found.exit, found.stdout.slice(0, told.length)]).toEqual([2, told]);
		const without = suite.replace("[deploy]", "[deploy], exclude: [deploy/b.yaml]");
		expect((await run(without)).exit).toBe(0);
		// By a label that gathers it, a role gives more.
		const label = '{rbac.authorization.k8s.io/aggregate-to-view: "true"}';
		write("deploy/a.yaml", reader("get", label));
		expect((await run(suite)).exit).toBe(2);
	});

	test("that say the same are one", async () => {
		write("deploy/a.yaml", reader("get", "{chart: one}"));
		write("deploy/b.yaml", reader("get", "{chart: two}"));
		expect((await run(suite)).exit).toBe(0);
	});

	test("are no input of a first suite both", async () => {
		write("deploy/a.yaml", `${reader("get, delete")}---\n${viewFor("ana")}`);
		write("deploy/b.yaml", reader("get"));
		const { exit, stderr } = await rolecall(["test", "init", "-f", "deploy"]);
		expect([exit, stderr]).toEqual([
			0,
			expect.stringMatching(/^warning: left out: deploy\/b\.yaml: ClusterRole reader: says/),
		]);
		expect((await rolecall(["test"])).exit).toBe(0);
	});
});

test("what a command rendered is no file to annotate: the assertion is", async () => {
	write("k/rbac.yaml", viewFor("ana"));
	command("kustomize", 'cat "$2/rbac.yaml"');
	const suite = `inputs: [{kustomize: k}]\ntests:\n- {id: t, subject: user:ana, deny: get pods}\n`;
	const github = await run(suite, "--reporter", "github");
	expect(github.stdout).toMatch(/^::error file=s\.rolecall\.yaml,line=3,endLine=3,/);
	const sarif = await run(suite, "--reporter", "sarif");
	expect(sarif.stdout).not.toMatch(/"uri": "[^"]*kustomize/);
	expect((await run(suite)).stdout).toContain("kustomize build k:1:1");
});
