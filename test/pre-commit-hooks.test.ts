import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type Outcome, rolecall } from "./support/run-cli.ts";

interface Hook {
	readonly id: string;
	readonly name: string;
	readonly entry: string;
	readonly language: string;
	readonly files: string;
	readonly args?: readonly string[];
	readonly pass_filenames?: boolean;
	readonly require_serial?: boolean;
}

const root = new URL("..", import.meta.url);
const hooks: readonly Hook[] = parse(readFileSync(new URL(".pre-commit-hooks.yaml", root), "utf8"));
const project = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

const home = process.cwd();
let folder = "";
const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: jane-looks}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]
`;
const suite = (assertion: string): string =>
	`version: rolecall/v1\ninputs: [{manifests: [jane.yaml]}]\ntests: [{id: t, subject: "user:jane", ${assertion}}]\n`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-hooks-"));
	process.chdir(folder);
	mkdirSync("rbac");
	writeFileSync("rbac/jane.yaml", binding);
	writeFileSync("rbac/good.rolecall.yaml", suite("allow: list pods"));
	writeFileSync("rbac/-bad one.rolecall.yaml", suite("deny: list pods"));
	writeFileSync("README.md", "");
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

/** As pre-commit runs a hook: not at all when no changed file is one of its. */
async function commit(id: string, changed: readonly string[]): Promise<Outcome | undefined> {
	const hook = hooks.find((one) => one.id === id);
	if (hook === undefined) throw new Error(`there is no hook ${id}`);
	const own = changed.filter((file) => new RegExp(hook.files).test(file));
	if (own.length === 0) return undefined;
	const [program, ...words] = hook.entry.split(" ");
	expect(Object.keys(project.bin)).toContain(program);
	return rolecall([...words, ...(hook.args ?? []), ...(hook.pass_filenames === false ? [] : own)]);
}

test("each hook has what pre-commit needs, and can be installed from the repository", () => {
	expect(hooks.map(({ id }) => id)).toEqual([
		"rolecall-test",
		"rolecall-suites",
		"rolecall-lint",
		"rolecall-audit",
	]);
	for (const hook of hooks) {
		expect(hook.language).toBe("node");
		expect(hook.name).not.toBe("");
		// Files in several processes would run in parallel, each with its own report.
		expect(hook.pass_filenames === false || hook.require_serial === true).toBe(true);
	}
	// pre-commit packs the checkout, in which nothing is built.
	expect(project.scripts.prepack).toContain("build");
});

test("a manifest that changes runs every suite", async () => {
	expect(await commit("rolecall-test", ["rbac/jane.yaml"])).toMatchObject({ exit: 1, stderr: "" });
	rmSync("rbac/-bad one.rolecall.yaml");
	expect(await commit("rolecall-test", ["rbac/jane.yaml"])).toMatchObject({ exit: 0, stderr: "" });
	writeFileSync("rbac/-bad one.rolecall.yaml", suite("deny: list pods"));
	expect(await commit("rolecall-test", ["README.md"])).toBeUndefined();
});

test("the suites that change run by themselves", async () => {
	const changed = ["rbac/jane.yaml", "README.md"];
	expect(await commit("rolecall-suites", changed)).toBeUndefined();
	const good = await commit("rolecall-suites", [...changed, "rbac/good.rolecall.yaml"]);
	expect(good).toMatchObject({ exit: 0, stderr: "" });
	const bad = await commit("rolecall-suites", [...changed, "rbac/-bad one.rolecall.yaml"]);
	expect(bad?.exit).toBe(1);
	expect(bad?.stdout).toContain("rbac/-bad one.rolecall.yaml");
	writeFileSync("rbac/good.rolecall.yaml", suite("allow: list podz"));
	expect((await commit("rolecall-suites", ["rbac/good.rolecall.yaml"]))?.exit).toBe(2);
});

test("the suites that change are linted by themselves", async () => {
	const id = 'id: t, subject: "user:jane", allow: list pods';
	const twice = suite("allow: list pods").replace("pods}]", `pods}, {${id.replace("t,", "u,")}}]`);
	writeFileSync("rbac/good.rolecall.yaml", suite("allow: list pods"));
	expect(await commit("rolecall-lint", ["rbac/jane.yaml"])).toBeUndefined();
	expect((await commit("rolecall-lint", ["rbac/good.rolecall.yaml"]))?.exit).toBe(0);
	writeFileSync("rbac/good.rolecall.yaml", twice);
	expect((await commit("rolecall-lint", ["rbac/good.rolecall.yaml"]))?.exit).toBe(1);
});

test("a manifest that changes has all of them audited, but for what is accepted", async () => {
	expect(await commit("rolecall-audit", ["README.md"])).toBeUndefined();
	expect(await commit("rolecall-audit", ["rbac/jane.yaml"])).toMatchObject({ exit: 0, stderr: "" });
	const admin = binding.replace("name: view", "name: cluster-admin").replace("looks", "reigns");
	writeFileSync("rbac/admin.yaml", admin);
	const found = await commit("rolecall-audit", ["rbac/jane.yaml"]);
	expect(found).toMatchObject({ exit: 1, stderr: "" });
	expect(found?.stdout).toMatch(/^critical +cluster-admin +user:jane /m);
	const accepted =
		"- {policy: '*', subject: user:jane, reason: she runs the cluster, until: 9999-12-31}\n";
	writeFileSync(".rolecall-audit.yaml", accepted);
	expect((await commit("rolecall-audit", ["rbac/jane.yaml"]))?.exit).toBe(0);
});
