import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const manifests = `apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: look}
rules:
- {apiGroups: [""], resources: [nodes], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: look}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: look}
subjects: [{kind: ServiceAccount, name: op, namespace: a}]
---
apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: deploy}
rules:
- {apiGroups: [""], resources: [secrets], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: deploy, namespace: b}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: deploy}
subjects: [{kind: ServiceAccount, name: dep, namespace: a}]
---
apiVersion: ${rbac}/v1
kind: Role
metadata: {name: own, namespace: b}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get]}
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-keys-"));
	process.chdir(folder);
	writeFileSync("m.yaml", manifests);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

async function run(tests: string, ...args: readonly string[]): Promise<Outcome> {
	const head = "inputs: [{manifests: [m.yaml]}]\nsubjects: {op: sa:a/op, dep: sa:a/dep}\n";
	writeFileSync("s.rolecall.yaml", `${head}tests:\n${tests}\n`);
	return rolecall(["test", "s.rolecall.yaml", ...args]);
}

/** What is wrong, without the places. */
async function errors(tests: string): Promise<readonly string[]> {
	const { stdout } = await run(tests);
	return [...stdout.matchAll(/^ERROR s\.rolecall\.yaml:\d+:\d+ {2}(.*)$/gm)].map(
		([, message = ""]) => message,
	);
}

describe("keys that change nothing are errors", () => {
	test.each<[string, string, string]>([
		["via of a deny", "subject: op, deny: get pods, via: x", "`via` has no effect here"],
		[
			"soleVia of a deny",
			"subject: op, deny: get pods, soleVia: true",
			"`soleVia` has no effect here",
		],
		["because of an allow", "subject: op, allow: get nodes, because: no-rule", "`because` has no"],
		["via of a case", "subject: op, cases: [{deny: get pods, via: x}]", "`via` has no effect here"],
		[
			"because beside cases",
			"subject: op, because: no-rule, cases: [{deny: get pods}]",
			"`because` has no",
		],
		[
			"ignoring of a deny",
			"subject: op, deny: get pods, ignoring: [op]",
			"`ignoring` has no effect",
		],
		["mode of a deny", "subject: op, deny: get pods, mode: catalogue", "`mode` has no effect here"],
		[
			"exhaustive of a forall",
			"forall: {subjects: [op]}, deny: get pods, exhaustive: true",
			"`exhaustive` has no effect here",
		],
		[
			"via of a forall",
			"forall: {subjects: [op]}, allow: get nodes, via: x",
			"`via` has no effect here",
		],
		[
			"a subject beside only",
			"subject: op, only: [op, control-plane], can: get nodes",
			"`subject` has no",
		],
		[
			"a baseline for nothing",
			"subject: op, allow: get nodes, baseline: {git: HEAD}",
			"`baseline` has no",
		],
		["in without a role", "subject: op, atMost: [get nodes], in: b", "`in` has no effect here"],
		[
			"in of a case without its own role",
			"role: ClusterRole/look, cases: [{in: b, allow: get nodes}]",
			"`in` has no effect here: it belongs to `role`",
		],
		[
			"soleVia without via",
			"subject: op, allow: get nodes, soleVia: false",
			"`soleVia` needs `via`",
		],
		[
			"a subject beside forall",
			"subject: op, forall: {subjects: [op]}, deny: get pods",
			"`subject` has no effect here: it belongs to `cases`",
		],
		[
			"exactly beside forall",
			"forall: {subjects: [op]}, deny: get pods, exactly: get nodes",
			"`exactly` has no effect here",
		],
		[
			"a subject and a role",
			"subject: op, role: ClusterRole/look, allow: get nodes",
			"expected one of `subject` and `role`",
		],
		[
			"a case of a subject and a role",
			"cases: [{subject: op, role: ClusterRole/look, allow: get nodes}]",
			"expected one of `subject` and `role`",
		],
		[
			"an exception of a subject and a role",
			"baseline: {manifests: [m.yaml]}, noNewAccess: {allow: [{subject: op, role: ClusterRole/look, can: get nodes, reason: x}]}",
			"expected one of `subject` and `role`",
		],
		[
			"a bound of a subject and a role",
			"subject: op, role: ClusterRole/look, atMost: [get nodes]",
			"expected one of `subject` and `role`",
		],
		[
			"exceptions of what was lost",
			"baseline: {manifests: [m.yaml]}, noLostAccess: {subjects: any, allow: []}",
			"unknown key `allow`",
		],
		[
			"two baselines",
			"baseline: {manifests: [m.yaml], git: HEAD}, noLostAccess: true",
			"expected one of git, snapshot, manifests or live",
		],
		[
			"a baseline and a cluster that has no name",
			"baseline: {manifests: [m.yaml], live: {}}, noLostAccess: true",
			"expected one of git, snapshot, manifests or live",
		],
		["a key without a value", "subject: op, allow: get nodes, deny: ", "`deny` has no value"],
	])("%s", async (_, keys, message) => {
		expect(await errors(`- {id: t, ${keys}}`)).toEqual([expect.stringContaining(message)]);
	});
});

describe("words that mean nothing, and bounds that forbid nothing", () => {
	test.each<[string, string, string]>([
		[
			"because",
			"subject: op, deny: get pods, because: no-rul",
			"found `no-rul`; did you mean `no-rule`?",
		],
		[
			"via",
			"subject: op, allow: get nodes, via: ClusterRoleBinding/lok -> ClusterRole/look",
			"did you mean `ClusterRoleBinding/look -> ClusterRole/look`?",
		],
		[
			"atMost",
			"subject: op, atMost: [any any everywhere]",
			"`atMost` of everything forbids nothing",
		],
		[
			"atMost of everybody",
			"forall: {subjects: [op]}, atMost: [any any everywhere]",
			"`atMost` of everything forbids nothing",
		],
		["atLeast", "subject: op, atLeast: []", "`atLeast` of nothing says nothing"],
		["deny", "subject: op, allow: get nodes, deny: []", "`deny` of nothing says nothing"],
		["budget", "subject: op, budget: {}", "an empty `budget` allows anything"],
		[
			"until",
			"subject: op, deny: get pods, skip: {reason: x}",
			"expected a day such as 2026-12-31 for `until`",
		],
		[
			"in",
			"role: ClusterRole/look, in: bb, atMost: [get pods in b]",
			"namespace `bb` appears nowhere",
		],
		[
			"in of a Role",
			"role: Role/b/own, in: a, atMost: [get pods in b]",
			"can only be bound in `b`",
		],
	])("%s", async (_, keys, message) => {
		expect(await errors(`- {id: t, ${keys}}`)).toEqual([expect.stringContaining(message)]);
	});

	test("a ratchet's own baseline counts for it, and the test's for the others", async () => {
		writeFileSync("less.yaml", manifests.replace("verbs: [get]", "verbs: [list]"));
		const both = "baseline: {manifests: [m.yaml]}, noLostAccess: true";
		const own = "noNewAccess: {baseline: {manifests: [less.yaml]}}";
		expect((await run(`- {id: t, ${both}}`)).exit).toBe(0);
		expect((await run(`- {id: t, ${both}, ${own}}`)).exit).toBe(1);
	});

	test("a role beside forall is that of its cases", async () => {
		const forall = "forall: {subjects: [dep]}, deny: get nodes, role: ClusterRole/look";
		expect((await run(`- {id: t, ${forall}, cases: [{allow: get nodes}]}`)).exit).toBe(0);
		expect((await run(`- {id: t, ${forall}, cases: [{deny: get nodes}]}`)).exit).toBe(1);
	});

	test("exactly nothing, and at most nothing, are bounds", async () => {
		expect((await run("- {id: t, subject: dep, atMost: []}")).exit).toBe(1);
		expect((await run("- {id: t, subject: dep, exactly: []}")).exit).toBe(1);
	});
});

test("an upper bound forbids no request that nobody can send", async () => {
	const holds = [
		"{subject: op, exactly: get nodes}",
		"{subject: op, atMost: get nodes cluster-wide}",
		"{role: ClusterRole/look, exactly: get nodes}",
		"{forall: {subjects: [op]}, atMost: get nodes}",
	];
	const found = await run(holds.map((one, i) => `- {id: t${i}, ${one.slice(1)}`).join("\n"));
	expect([found.exit, found.stdout]).toEqual([0, expect.stringContaining("4 passed")]);
	expect((await run("- {id: t, subject: op, atMost: list nodes}")).exit).toBe(1);
	// What no server serves yet may come with a CRD.
	writeFileSync("m.yaml", manifests.replace("resources: [nodes]", "resources: [nodes, gadgets]"));
	const latent = await run("- {id: t, subject: op, atMost: get nodes}");
	writeFileSync("m.yaml", manifests);
	expect([latent.exit, latent.stdout]).toEqual([1, expect.stringContaining("gadgets")]);
});

test("a role is bounded where it would be bound, and a failure shows its rule", async () => {
	const bound = "atMost: {subject: dep}";
	expect((await run(`- {id: t, role: ClusterRole/deploy, in: b, ${bound}}`)).exit).toBe(0);
	const found = await run(`- {id: t, role: ClusterRole/deploy, in: a, ${bound}}`);
	expect(found.exit).toBe(1);
	expect(found.stdout).toContain(
		'ClusterRole/deploy in a CAN get secrets "example" in namespace a',
	);
	expect(found.stdout).toContain("given by ClusterRole deploy rules[0] at m.yaml:17:3");
	expect((await run(`- {id: t, role: ClusterRole/deploy, ${bound}}`)).exit).toBe(1);
	const missing = await run(
		"- {id: t, role: ClusterRole/deploy, in: b, atLeast: get secrets in a}",
	);
	expect(missing.stdout).toContain("ClusterRole deploy is at m.yaml:13:1");
});

describe("golden files", () => {
	test("entries that no test lists are errors, and -u removes them", async () => {
		const golden = "- {id: t, subjects: [op], snapshot: g.txt}";
		await run(golden, "-u");
		const text = readFileSync("g.txt", "utf8");
		writeFileSync("g.txt", `${text}user:gone\n  get pods.core everywhere\n`);
		expect(await errors(golden)).toEqual([
			expect.stringContaining("holds `user:gone`, which no test lists"),
		]);
		expect(await errors(`${golden}\n- {id: u, subjects: [dep], snapshot: g.txt}`)).toHaveLength(2);
		expect((await run(golden, "-u")).exit).toBe(0);
		expect(readFileSync("g.txt", "utf8")).toBe(text);
	});

	test("contradict nothing: they are written anew", async () => {
		writeFileSync("g.txt", "sa:a/op\n  get,list nodes everywhere\n");
		const found = await run(
			"- {id: g, subjects: [op], snapshot: g.txt}\n- {id: e, subject: op, exactly: get nodes}",
		);
		expect([found.exit, found.stdout]).toEqual([1, expect.stringContaining("1 failed, 1 passed")]);
	});
});

describe("an error of one test does not stop the others", () => {
	const other = "- {id: other, subject: op, deny: get nodes}";

	test.each<[string, string, string]>([
		[
			"an expired known failure",
			"subject: op, deny: get nodes, knownFailure: {reason: x, until: 2020-01-01}",
			"the known failure of `t` expired on 2020-01-01",
		],
		[
			"an expired skip",
			"subject: op, deny: get nodes, skip: {reason: x, until: 2020-01-01}",
			"the skip of `t` expired",
		],
		[
			"an expired exception",
			"baseline: {manifests: [m.yaml]}, noNewAccess: {subjects: any, allow: [{subject: dep, can: get secrets in b, reason: why, until: 2020-01-01}]}",
			"the exception `dep can get secrets in b` expired on 2020-01-01 (why)",
		],
	])("%s", async (_, keys, message) => {
		const found = await run(`- {id: t, ${keys}}\n${other}`);
		expect(found.exit).toBe(2);
		expect(found.stdout).toContain(message);
		expect(found.stdout).toContain("1 check: 1 failed, 1 error");
	});

	test("contradictions are told all at once, with what they are about", async () => {
		const found = await run(
			`- {id: t, subject: dep, atMost: get nodes}\n- {id: two, subject: dep, cases: [{allow: get secrets in b}, {allow: list pods in b}]}\n${other}`,
		);
		expect(found.exit).toBe(2);
		expect(found.stdout).toContain(
			"contradicts `sa:a/dep allow get secrets in b` at s.rolecall.yaml:5:36: both are about get secrets in b",
		);
		expect(found.stdout).toContain("both are about list pods in b");
		// The two that require are run: one holds.
		expect(found.stdout).toContain("3 checks: 2 failed, 2 errors, 1 passed");
	});
});

test("an exception that lets nothing through is a warning; one that does is none", async () => {
	writeFileSync(
		"old.yaml",
		manifests
			.split("---\n")
			.filter((text) => !text.includes("kind: RoleBinding\n"))
			.join("---\n"),
	);
	const ratchet = (exceptions: string): string =>
		`- {id: t, baseline: {manifests: [old.yaml]}, noNewAccess: {subjects: any, allow: [${exceptions}]}}`;
	const used = "{subject: dep, can: get secrets in b, reason: x}";
	const unused = "{subject: op, can: get secrets in b, reason: x}";
	const one = await run(ratchet(used), "-v");
	expect([one.exit, one.stdout]).toEqual([0, expect.not.stringContaining("WARN")]);
	const two = await run(ratchet(`${used}, ${unused}`), "-v");
	expect([two.exit, two.stdout]).toEqual([
		0,
		expect.stringContaining("the exception `op can get secrets in b` lets nothing through"),
	]);
	expect(two.stdout.match(/^WARN/gm)).toHaveLength(1);
});

describe("grids", () => {
	const grid = (...rows: readonly string[]): string =>
		`- id: t\n  grid: |\n${["subject | resource | in | get list", ...rows].map((row) => `    ${row}`).join("\n")}`;

	test("a dot under a verb that the resource does not have says nothing, and that is told", async () => {
		const found = await run(grid("op | pods/exec | b | . .", "op | nodes | | Y ."), "-v");
		expect([found.exit, found.stdout]).toEqual([0, expect.stringContaining("3 passed")]);
		expect(found.stdout).toMatch(
			/^WARN {2}s\.rolecall\.yaml:7:\d+ {2}pods\/exec has no verb `list`: it has create, get, so that its `\.` says nothing$/m,
		);
		expect(found.stdout.match(/^WARN/gm)).toHaveLength(1);
		expect(await errors(grid("op | pods/exec | b | . Y"))).toEqual([
			expect.stringContaining("pods/exec has no verb `list`"),
		]);
	});

	test("a dash is no namespace, which is told once", async () => {
		expect(await errors(grid("op | nodes | - | Y ."))).toEqual([
			expect.stringContaining("`-` is no namespace: leave the cell empty"),
		]);
	});
});

test("all mistakes are told in one run: of keys, of words, and none that only follows", async () => {
	const found = await errors(
		[
			"- {id: a, subject: op, dney: get pods}",
			"- {id: b, subject: opp, deny: get pods in b}",
			"- {id: c, subject: op, cases: [{deny: gte pods}]}",
			"- {id: d, subject: op, cases: [{dany: get pods}]}",
		].join("\n"),
	);
	expect(found).toEqual([
		expect.stringContaining("unknown key `dney`"),
		expect.stringContaining("unknown key `dany`"),
		expect.stringContaining("unknown subject `opp`"),
		expect.stringContaining("did you mean `get`?"),
	]);
});

test("a subject that cannot be read is told once, not wherever it is used", async () => {
	writeFileSync(
		"s.rolecall.yaml",
		"inputs: [{manifests: [m.yaml]}]\nsubjects: {op: {saa: a/op}}\ntests: [{id: t, subject: op, deny: get pods}]\n",
	);
	const { stdout } = await rolecall(["test"]);
	expect(stdout).not.toContain("unknown subject");
	expect(stdout).toContain("unknown key `saa`");
});
