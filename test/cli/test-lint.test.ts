import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, outcome, rolecall } from "../support/run-cli.ts";
import { schemaErrors } from "../support/schemas.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}, {kind: Group, apiGroup: ${rbac}, name: oncall}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: idle, namespace: pay}
`;

const head = `inputs: [{manifests: [rbac.yaml]}]
defaults: {namespace: pay}
subjects: {api: "sa:pay/api", idle: "sa:pay/idle", jane: {user: jane, groups: [oncall]}}
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-lint-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

async function lint(tests: string): Promise<Outcome> {
	writeFileSync("pay.rolecall.yaml", `${head}tests:\n${tests}`);
	return rolecall(["test", "lint"]);
}

test("a sound suite has nothing to mend", async () => {
	expect(await lint("- {id: t, subject: api, allow: get pods}\n")).toEqual(
		outcome({ stdout: "1 suite: nothing to mend\n" }),
	);
});

test("a denial of everything to somebody who holds nothing says just that", async () => {
	const tests = "- {id: t, subject: idle, deny: [create secrets, any any everywhere]}";
	expect((await lint(tests)).stdout).not.toContain("holds no permission");
	const narrower = "- {id: t, subject: idle, deny: any any in pay}";
	expect((await lint(narrower)).stdout).toContain("holds no permission");
});

test("an allow in a row of a grid is implied by no denial of the row", async () => {
	const row = '- {id: t, grid: "subject | resource | create get\\napi | pods | . Y"}';
	expect((await lint(row)).stdout).not.toContain("is implied by");
});

test("what everybody has a closed list does not hold", async () => {
	const version = "any any everywhere";
	const asking = "create selfsubjectreviews.authentication.k8s.io";
	const closed = `- {id: u, forall: {subjects: any, not: [group:oncall, control-plane]}, deny: ${version}}`;
	const found = await lint(`- {id: t, subject: idle, deny: ${asking}}\n${closed}`);
	expect(found.stdout).not.toContain("is implied by");
});

test("the options of the runner are not taken for its own", async () => {
	await lint("- {subject: api, allow: get pods}\n");
	expect(await rolecall(["test", "lint", "-q"])).toEqual(outcome({ exit: 1 }));
	expect((await rolecall(["test", "lint", "-v"])).exit).toBe(2);
});

test("what a run calls an error is one", async () => {
	const found = await lint("- {id: t, subject: api, allow: get podz}\n");
	expect([found.exit, found.stdout]).toEqual([2, expect.stringContaining("did you mean `pods`?")]);
	expect(found.stdout).toMatch(/^ERROR pay\.rolecall\.yaml:5:\d+ /);
	expect(found.stdout).toContain("1 suite: 1 error\n");
});

describe("what makes a suite weaker than it looks is told with its place", () => {
	test.each<[string, string, string]>([
		[
			"a test without an id",
			"- {name: Pods can be read, subject: api, allow: get pods}",
			"NOTE  pay.rolecall.yaml:5:3  a test without an `id`: reports and baselines know it as `pods-can-be-read` only until its name or place changes",
		],
		[
			"a check twice in a test",
			"- {id: t, subject: api, cases: [{deny: create pods}, {deny: create pods}]}",
			"`sa:pay/api deny create pods` is asserted before",
		],
		[
			"a check twice in two tests, in other words",
			"- {id: t, subject: api, deny: create pods}\n- {id: u, subject: api, deny: create pods in pay}",
			"NOTE  pay.rolecall.yaml:6:25  `u › sa:pay/api deny create pods in pay` says the same as `t › sa:pay/api deny create pods` at pay.rolecall.yaml:5:25",
		],
		[
			"a denial that a wider one holds",
			"- {id: t, subject: api, cases: [{deny: create pods}, {deny: create pods in *}]}",
			"`t › sa:pay/api deny create pods` is implied by `t › sa:pay/api deny create pods in *`",
		],
		[
			"a denial that a closed list holds",
			'- {id: t, subject: api, deny: create pods}\n- {id: u, only: ["group:oncall", control-plane], can: create pods}',
			"`t › sa:pay/api deny create pods` is implied by `u › only group:oncall, control-plane can create pods`",
		],
		[
			"denials to somebody who holds nothing",
			"- {id: t, subject: idle, deny: 'get,list pods'}\n- {id: u, subject: idle, deny: create secrets}",
			"WARN  pay.rolecall.yaml:5:26  subject `sa:pay/idle` holds no permission at all, so that its 3 denials cannot fail for a reason of its own",
		],
		[
			"a skip for ever",
			"- {id: t, subject: api, allow: get pods, skip: {reason: R, until: 2999-01-01}}",
			"the skip of `t` lasts until 2999-01-01, more than 180 days: nobody will look again",
		],
		[
			"an exception for ever",
			"- {id: t, baseline: {manifests: [rbac.yaml]}, noNewAccess: {allow: [{subject: api, can: get pods, reason: R}]}}",
			"the exception `R` has no end: `until` gives it one",
		],
	])("%s", async (_, tests, message) => {
		const found = await lint(`${tests}\n`);
		expect(found.stdout).toContain(message);
		expect(found.exit).toBe(1);
	});

	test.each<[string, string]>([
		[
			"a denial beside an exact bound",
			"- {id: t, subject: api, exactly: 'get,list pods', deny: create pods}",
		],
		[
			"a denial to somebody whom a closed list lets through by a group",
			'- {id: t, subject: jane, deny: create pods}\n- {id: u, only: ["group:oncall", control-plane], can: create pods}',
		],
		["a subject that may do nothing, exactly", "- {id: t, subject: idle, exactly: []}"],
		[
			"a skip that ends soon",
			`- {id: t, subject: api, allow: get pods, skip: {reason: R, until: ${inDays(30)}}}`,
		],
	])("not %s", async (_, tests) => {
		expect(await lint(`${tests}\n`)).toEqual(outcome({ stdout: "1 suite: nothing to mend\n" }));
	});
});

test("-o json says the same to programs", async () => {
	await lint("- {subject: api, allow: get pods}\n");
	const { exit, stdout } = await rolecall(["test", "lint", "-o", "json"]);
	const answer = JSON.parse(stdout);
	expect([exit, schemaErrors(answer)]).toEqual([1, []]);
	expect([answer.suites, answer.findings]).toEqual([
		1,
		[
			{
				severity: "note",
				message: expect.stringContaining("a test without an `id`"),
				place: { file: "pay.rolecall.yaml", line: 5, column: 3 },
			},
		],
	]);
});

test("a phrase that YAML has split is told with both ways to mend it", async () => {
	const found = await lint("- {id: t, subject: api, atLeast: [get,list pods]}\n");
	expect([found.exit, found.stdout]).toEqual([
		2,
		expect.stringContaining(
			"YAML ends a phrase at a comma inside of `[ ]` and `{ }`: write `|` for the comma, or quote the phrase",
		),
	]);
});

test("so is one in braces", async () => {
	const found = await lint("- {id: t, subject: api, deny: create,list pods}\n");
	expect([found.exit, found.stdout]).toEqual([
		2,
		expect.stringContaining(
			"unknown key `list pods`: YAML ends a phrase at a comma inside of `[ ]` and `{ }`: write `|` for the comma, or quote the phrase",
		),
	]);
});

test("the runner warns of denials that cannot fail, too", async () => {
	writeFileSync("pay.rolecall.yaml", `${head}tests:\n- {id: t, subject: idle, deny: get pods}\n`);
	const found = await rolecall(["test", "-v"]);
	expect([found.exit, found.stdout]).toEqual([
		0,
		expect.stringContaining("so that its denial cannot fail for a reason of its own"),
	]);
	expect((await rolecall(["test"])).stdout).not.toContain("holds no permission");
});

test("a suite of a live cluster is read, and says that it is no more", async () => {
	writeFileSync(
		"pay.rolecall.yaml",
		"inputs: [{live: {context: prod}}]\ntests: [{id: t, subject: user:jane, deny: get pods}]\n",
	);
	expect(await rolecall(["test", "lint"])).toEqual(
		outcome({
			stdout: "1 suite: nothing to mend\n",
			stderr: "note: pay.rolecall.yaml reads a live cluster: it was read, but not held to one\n",
		}),
	);
});

function inDays(days: number): string {
	return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
