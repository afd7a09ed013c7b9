import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
- {apiGroups: [""], resources: [secrets], resourceNames: [db], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}, {kind: Group, apiGroup: ${rbac}, name: oncall}]
---
apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: look}
rules:
- {apiGroups: [""], resources: [nodes], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: look}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: look}
subjects: [{kind: User, apiGroup: ${rbac}, name: jane}]
`;

const head = `version: rolecall/v1
name: pay
inputs:
- manifests: [rbac.yaml]
defaults: {namespace: pay}
subjects:
  api: sa:pay/api
  oncall: group:oncall
  jane: user:jane
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-test-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

async function run(tests: string, ...args: readonly string[]): Promise<Outcome> {
	writeFileSync("pay.rolecall.yaml", `${head}${tests}`);
	return rolecall(["test", "pay.rolecall.yaml", ...args]);
}

/** One test as a mapping in one line or several. */
const one = (text: string): string => `tests:\n- id: t\n${text.replace(/^/gm, "  ")}\n`;

describe("assertions hold and fail", () => {
	test.each<[string, string, string]>([
		["allow", "subject: api\nallow: get,list pods", "subject: api\nallow: get,delete pods"],
		["deny", "subject: api\ndeny: delete pods", "subject: api\ndeny: list pods"],
		[
			"deny outside of a namespace",
			"subject: api\ndeny: any any outside pay",
			"subject: jane\ndeny: any any outside pay",
		],
		[
			"a name is not every name",
			"subject: api\ncases:\n- allow: get secrets(db)\n- deny: get secrets(!db)",
			"subject: api\nallow: get secrets",
		],
		[
			"a list is not a get by name",
			"subject: api\ndeny: list secrets",
			"subject: api\ndeny: get secrets",
		],
		[
			"grid",
			"grid: |\n  subject | resource | in | get list create\n  api | pods | pay | Y Y .\n  oncall | pods | kube-system | . . ?",
			"grid: |\n  subject | resource | in | get list create\n  api | pods | pay | Y Y Y",
		],
		[
			"cross product",
			"matrix: {subjects: [api, oncall], verbs: [any], resources: [any], namespaces: [kube-system]}\nexpect: deny",
			"matrix: {subjects: [api, oncall], verbs: [get], resources: [pods], namespaces: [pay]}\nexpect: deny",
		],
		[
			"atLeast",
			"subject: api\natLeast: [get pods, list pods]",
			"subject: api\natLeast: [get pods, watch pods]",
		],
		[
			"atMost",
			"subject: api\natMost: [read pods, 'get secrets(db)']",
			"subject: api\natMost: [read pods]",
		],
		[
			"atMost a role",
			"subject: api\natMost: {role: Role/pay/api, in: pay}",
			"subject: jane\natMost: {role: Role/pay/api, in: pay}",
		],
		[
			"a role at most another",
			"role: Role/pay/api\natMost: {role: Role/pay/api}",
			"role: Role/pay/api\natMost: {role: ClusterRole/view}",
		],
		[
			"exactly",
			"subject: api\nexactly: [get|list pods, 'get secrets(db)']",
			"subject: api\nexactly: [get pods, 'get secrets(db)']",
		],
		[
			"exactly, as a rule",
			"subject: jane\nexactly: {verbs: [get], apiGroups: [''], resources: [nodes], namespaces: ['', '*']}",
			"subject: jane\nexactly: {verbs: [get], apiGroups: [''], resources: [nodes], namespaces: ['*']}",
		],
		[
			"only",
			"only: [api, oncall, control-plane]\ncan: get pods",
			"only: [api, control-plane]\ncan: get pods",
		],
		[
			"only, and each of them",
			"only: [api, oncall, control-plane]\ncan: get pods\nexhaustive: true",
			"only: [api, oncall, jane, control-plane]\ncan: get pods\nexhaustive: true",
		],
		[
			"forall over everybody",
			"forall: {subjects: any, not: [control-plane]}\ndeny: delete any everywhere",
			"forall: {subjects: any, not: [control-plane]}\ndeny: get nodes",
		],
		[
			"forall over some",
			"forall: {subjects: ['sa:pay/*']}\natMost: [any any in own namespace]",
			"forall: {subjects: [api, jane]}\natMost: [any any in pay]",
		],
		[
			"notBoth",
			"notBoth: {not: [control-plane], first: get pods, second: delete pods}",
			"notBoth: {not: [control-plane], first: get pods, second: 'get secrets(db)'}",
		],
		[
			"a user may be in a group",
			"notBoth: {not: [control-plane], first: delete nodes, second: get pods}",
			"notBoth: {not: [control-plane], first: get nodes, second: get pods}",
		],
		[
			"disjoint",
			"disjoint: [api, jane]\nwithin: any any in pay",
			"disjoint: [api, oncall]\nwithin: get pods",
		],
		[
			"budget",
			"subject: api\nbudget: {permissions: 3, dangerous: 1, wildcards: 0, clusterWide: 0, namespaces: 1}",
			"subject: api\nbudget: {permissions: 2}",
		],
		[
			"via",
			"subject: api\nallow: get pods\nvia: RoleBinding/pay/api -> Role/pay/api\nsoleVia: true",
			"subject: jane\nallow: get nodes\nvia: RoleBinding/pay/api -> Role/pay/api",
		],
		[
			"because",
			"subject: api\ndeny: delete pods\nbecause: no-rule",
			"subject: api\ndeny: delete pods\nbecause: wrong-name",
		],
		[
			"noNewAccess",
			"baseline: {manifests: [rbac.yaml]}\nnoNewAccess: true",
			"baseline: {manifests: [small.yaml]}\nnoNewAccess: {subjects: any}",
		],
		[
			"noNewAccess with an exception",
			"baseline: {manifests: [small.yaml]}\nnoNewAccess:\n  subjects: any\n  allow:\n  - {subject: jane, can: get nodes everywhere, reason: R, until: 2999-01-01}",
			"baseline: {manifests: [small.yaml]}\nnoNewAccess:\n  subjects: any\n  allow:\n  - {subject: api, can: get nodes everywhere, reason: R}",
		],
		[
			"noLostAccess",
			"baseline: {manifests: [small.yaml]}\nnoLostAccess: true",
			"baseline: {manifests: [big.yaml]}\nnoLostAccess: {subjects: [jane]}",
		],
		[
			"equivalent",
			"baseline: {manifests: [rbac.yaml]}\nequivalent: true",
			"baseline: {manifests: [small.yaml]}\nequivalent: true",
		],
	])("%s", async (_, holds, fails) => {
		const [first, , , , ...rest] = manifests.split("---\n");
		writeFileSync(
			"small.yaml",
			[first, ...manifests.split("---\n").slice(1, 3), ...rest].join("---\n"),
		);
		writeFileSync(
			"big.yaml",
			manifests.replace(
				"resources: [nodes], verbs: [get]",
				"resources: [nodes], verbs: [get, list]",
			),
		);
		const good = await run(one(holds));
		expect([good.exit, good.stdout]).toEqual([0, expect.stringMatching(/ passed/)]);
		const bad = await run(one(fails));
		expect([bad.exit, bad.stdout]).toEqual([
			1,
			expect.stringMatching(/^FAIL {2}pay\.rolecall\.yaml:\d+ /),
		]);
	});
});

describe("never a pass for no reason: wrong suites are errors with their place", () => {
	test.each<[string, string, string]>([
		[
			"a subject that nothing names",
			one("subject: sa:pay/apy\ndeny: get pods"),
			"unknown subject `sa:pay/apy`",
		],
		["a misspelled alias", one("subject: appi\ndeny: get pods"), "did you mean `api`?"],
		[
			"a resource that does not exist",
			one("subject: api\ndeny: get secrts"),
			"did you mean `secrets`?",
		],
		[
			"a namespace that nothing speaks of",
			one("subject: api\ndeny: get pods in pya"),
			"did you mean `pay`?",
		],
		["a verb that nobody sends", one("subject: api\ndeny: lst pods"), "did you mean `list`?"],
		[
			"a role that does not exist",
			one("subject: api\natMost: {role: Role/pay/ap}"),
			"did you mean `Role/pay/api`?",
		],
		["no tests", "tests: []\n", "would pass for no reason"],
		["a test that asserts nothing", one("subject: api"), "asserts nothing"],
		[
			"an unknown key",
			one("subject: api\ndney: get pods"),
			"unknown key `dney`; did you mean `deny`?",
		],
		[
			"what no client can send",
			one("subject: api\ndeny: deletecollection pods(web)"),
			"can never be asked",
		],
		[
			"a bound that forbids nothing",
			one("subject: api\natMost: any any everywhere\nignoring: []"),
			"",
		],
		[
			"two checks that contradict each other",
			one("subject: api\ncases:\n- allow: get pods\n- deny: read pods"),
			"contradicts",
		],
		[
			"an expired skip",
			one("subject: api\ndeny: get pods\nskip: {reason: R, until: 2001-01-01}"),
			"expired on 2001-01-01",
		],
		[
			"a skip without a day",
			one("subject: api\ndeny: get pods\nskip: {reason: R}"),
			"expected a day",
		],
		[
			"a known failure that passes",
			one("subject: api\nallow: get pods\nknownFailure: {reason: R, until: 2999-01-01}"),
			"now passes",
		],
		[
			"a pattern that matches no account",
			one("forall: {subjects: ['sa:nobody-*/*']}\ndeny: get pods"),
			"matches",
		],
		[
			"escalation paths, which are not there yet",
			one("subject: api\ncannotReach: [cluster-admin]"),
			"cannot follow yet",
		],
		[
			"a phrase that YAML took apart",
			one("subject: api\ndeny: {get pods: x}"),
			"expected a phrase",
		],
	])("%s", async (_, tests, message) => {
		const found = await run(tests);
		if (message === "") return;
		expect(found.exit).toBe(2);
		expect(found.stdout).toMatch(/^ERROR pay\.rolecall\.yaml(?::\d+:\d+)? /);
		expect(found.stdout).toContain(message);
	});

	test("an input that matches no file, or cannot be read whole", async () => {
		writeFileSync(
			"pay.rolecall.yaml",
			head.replace("rbac.yaml", "rbca/*.yaml") + one("subject: api\nallow: get pods"),
		);
		expect((await rolecall(["test"])).stdout).toContain("`rbca/*.yaml` matches no file");
		writeFileSync("broken.yaml", `${manifests}---\nkind: [\n`);
		writeFileSync(
			"pay.rolecall.yaml",
			head.replace("rbac.yaml", "broken.yaml") + one("subject: api\nallow: get pods"),
		);
		expect((await rolecall(["test"])).exit).toBe(2);
	});

	test("every mistake in one run", async () => {
		const found = await run(one("subject: apu\ncases:\n- deny: gte pods\n- deny: get podz"));
		expect(found.stdout.match(/^ERROR/gm)?.length).toBe(3);
		const more = await run(one("subject: api\ncases:\n- deny: gte pods\n- deny: get podz"));
		expect(more.stdout.match(/^ERROR/gm)?.length).toBe(2);
	});
});

test("a report that cannot be written is told, and is no bug", async () => {
	const found = await run(
		one("subject: api\nallow: get pods"),
		"--reporter",
		"junit=no/such/folder.xml",
	);
	expect(found).toMatchObject({ exit: 2, stdout: "" });
	expect(found.stderr).toBe(
		"error: `no/such/folder.xml` cannot be written: its folder does not exist\n",
	);
});

test("a user in other groups is somebody else: the two contradict nothing", async () => {
	const subjects = "  jane-on-call: {user: jane, groups: [oncall]}\n";
	const found = await run(
		`${subjects}${one("cases:\n- {subject: jane-on-call, allow: get pods}\n- {subject: jane, deny: get pods}")}`,
	);
	expect(found).toMatchObject({ exit: 0, stderr: "" });
});

test("what everybody may do is held against nobody by a denial of `any`, of one or of all", async () => {
	const idle = "  idle: {sa: pay/idle, external: true}\n";
	const denial = "deny: any any everywhere";
	const single = await run(`${idle}${one(`subject: idle\n${denial}`)}`);
	const all = await run(`${idle}${one(`forall: {subjects: [idle]}\n${denial}`)}`);
	expect([single.exit, all.exit]).toEqual([0, 0]);
	const holder = await run(one(`forall: {subjects: [jane]}\n${denial}`));
	expect(holder.exit).toBe(1);
});

test("a role that is missing makes unknown what it could turn, and only that", async () => {
	writeFileSync(
		"gap.yaml",
		manifests.replace(
			"metadata: {name: api, namespace: pay}\nrules",
			"metadata: {name: apy, namespace: pay}\nrules",
		),
	);
	const suite = head.replace("rbac.yaml", "gap.yaml");
	writeFileSync("pay.rolecall.yaml", suite + one("subject: api\ndeny: delete pods"));
	const found = await rolecall(["test"]);
	expect([found.exit, found.stdout]).toEqual([
		3,
		expect.stringContaining("Role api, which RoleBinding pay/api binds"),
	]);
	writeFileSync(
		"pay.rolecall.yaml",
		suite + one("subject: jane\ncases:\n- deny: delete pods\n- allow: get nodes"),
	);
	expect((await rolecall(["test"])).exit).toBe(0);
	const others: readonly (readonly [string, number])[] = [
		["only: [control-plane]\ncan: delete pods", 3],
		["only: [api, oncall, control-plane]\ncan: delete pods", 0],
		["only: [control-plane]\ncan: delete pods in kube-system", 0],
		["only: [control-plane]\ncan: get nodes", 1],
		["forall: {subjects: any, not: [control-plane]}\ndeny: delete secrets", 3],
		["notBoth: {not: [control-plane], first: delete pods, second: delete secrets}", 3],
		["notBoth: {subjects: [jane], first: delete pods, second: delete secrets}", 0],
		["disjoint: [api, jane]\nwithin: any any in pay", 0],
		["disjoint: [api, jane]\nwithin: any any in kube-system", 0],
		["subject: oncall\nbudget: {permissions: 9}", 3],
		["subject: jane\nbudget: {permissions: 9}", 0],
	];
	for (const [words, exit] of others) {
		writeFileSync("pay.rolecall.yaml", suite + one(words));
		expect([words, (await rolecall(["test"])).exit]).toEqual([words, exit]);
	}
});

test("known failures and skips are told and do not fail; the severity decides what does", async () => {
	const known = await run(
		one("subject: api\nallow: delete pods\nknownFailure: {reason: R, until: 2999-01-01}"),
	);
	expect([known.exit, known.stdout]).toEqual([0, expect.stringContaining("1 known failure")]);
	const skipped = await run(
		one("subject: api\nallow: delete pods\nskip: {reason: R, until: 2999-01-01}"),
	);
	expect([skipped.exit, skipped.stdout]).toEqual([0, expect.stringContaining("1 skipped")]);
	const info = one("subject: api\nallow: delete pods\nseverity: info");
	expect((await run(info)).exit).toBe(0);
	expect((await run(info, "--fail-level", "info")).exit).toBe(1);
});

test("a suite beside its manifests is none of them", async () => {
	const tests = one("subject: api\nallow: get pods");
	writeFileSync("pay.rolecall.yaml", head.replace("rbac.yaml", '"r*.yaml", "p*.yaml"') + tests);
	const found = await rolecall(["test", "pay.rolecall.yaml"]);
	expect([found.exit, found.stdout]).toEqual([
		2,
		expect.stringContaining("`p*.yaml` matches no file"),
	]);
	const asked = await rolecall([
		"can",
		"get",
		"pods",
		"-n",
		"pay",
		"--as",
		"sa:pay/api",
		"-f",
		".",
	]);
	expect(asked.stderr).not.toContain("rolecall.yaml");
});

test("a live input is skipped and says so, unless --live reads it", async () => {
	writeFileSync(
		"pay.rolecall.yaml",
		`name: x\ninputs: [{live: {context: prod}}]\n${one("subject: user:jane\ndeny: get pods")}`,
	);
	const found = await rolecall(["test"]);
	expect([found.exit, found.stdout]).toEqual([
		0,
		expect.stringContaining("it reads the live cluster prod: give --live"),
	]);
});

test("each value of the matrix is a run of its own, and --matrix chooses", async () => {
	const suite = `matrix: {who: [api, jane]}\n${one("subject: <who>\nallow: get pods")}`;
	const found = await run(suite);
	expect(found.stdout).toContain("2 suites, 2 checks: 1 failed, 1 passed");
	expect(found.stdout).toContain("[who=jane]");
	expect((await run(suite, "--matrix", "who=api")).exit).toBe(0);
});

test("a subject that nobody knows hides no mistake of the phrases beside it", async () => {
	const found = await run(
		one(
			"subject: jany\ncases:\n- deny: gett pods\n- deny: get podz\n- deny: get pods in own namespace",
		),
		...["--reporter", "compact"],
	);
	// The third row is of somebody's own namespace, and nobody is known.
	expect(found.stdout.match(/: error: /g)).toHaveLength(3);
	for (const word of ["unknown subject `jany`", "`gett` is not", "no resource type `podz`"]) {
		expect(found.stdout).toContain(word);
	}
});

test("a variable of the matrix without a value is an error, and hides no other one", async () => {
	const found = await run(
		`matrix: {who: []}\n${one("subject: jany\nallow: get pods")}`,
		...["--reporter", "compact"],
	);
	expect(found).toEqual(
		outcome({ exit: 2, stdout: expect.stringMatching(/: error: expected at least one value\n/) }),
	);
	expect(found.stdout).toMatch(/: error: unknown subject `jany`/);
});

test("a suite that cannot be read is told once, a suite that is not there where it is named", async () => {
	const told = async (text: string): Promise<string> => {
		writeFileSync("odd.rolecall.yaml", text);
		const { exit, stdout } = await rolecall(["test", "odd.rolecall.yaml", "--reporter", "compact"]);
		expect(exit).toBe(2);
		return stdout.split("\n").slice(0, -2).join("\n");
	};
	expect(await told("name: [\n")).toBe(
		"odd.rolecall.yaml:1: error: `[` is not closed; expected `]`",
	);
	expect(await told("")).toBe("odd.rolecall.yaml: error: the suite is empty");
	expect(await told("- a\n")).toBe("odd.rolecall.yaml:1: error: expected a suite, found a list");
	const extending = `${head}extends: nobody.rolecall.yaml\n${one("subject: api\nallow: get pods")}`;
	expect(await told(extending)).toMatch(
		/^odd\.rolecall\.yaml:\d+: error: `nobody\.rolecall\.yaml` does not exist \(paths are relative to the suite\)$/,
	);
	// One word that is wrong in two cells of a table.
	expect(await told(`${head}${one("subject: [a]\ndeny: get,list pods")}`)).toMatch(
		/^[^\n]*expected a text, found a list[^\n]*\n[^\n]*`deny` needs[^\n]*$/,
	);
	rmSync("odd.rolecall.yaml");
});

test("a --matrix that no suite has is an error, for other suites would pass in its place", async () => {
	writeFileSync("other.rolecall.yaml", head + one("subject: api\nallow: get pods"));
	const suite = `matrix: {who: [api, jane]}\n${one("subject: <who>\nallow: get pods")}`;
	const told = (choice: string, hint = ""): string =>
		`error: --matrix: no suite has \`${choice}\`${hint}\n`;
	for (const [choice, message] of [
		["who=apy", told("who=apy", "; did you mean `who=api`?")],
		["stage=prod", told("stage=prod")],
	] as const) {
		await run(suite);
		for (const command of [["test"], ["test", "lint"], ["fix"]]) {
			const found = await rolecall([...command, "--matrix", choice]);
			expect(found).toEqual(outcome({ exit: 2, stderr: message }));
		}
	}
	rmSync("other.rolecall.yaml");
});

test("extends takes the subjects and tests of another suite, and no circle", async () => {
	writeFileSync(
		"base.rolecall.yaml",
		"extends: [pay.rolecall.yaml]\nsubjects: {someone: user:jane}\ntests:\n- {id: base, subject: someone, allow: get nodes}\n",
	);
	const found = await run(`extends: [base.rolecall.yaml]\n${one("subject: api\nallow: get pods")}`);
	expect(found.stdout).toContain("goes round in a circle");
	writeFileSync(
		"base.rolecall.yaml",
		"subjects: {someone: user:jane}\ntests:\n- {id: base, subject: someone, allow: get nodes}\n",
	);
	const sound = await run(
		`extends: [base.rolecall.yaml]\n${one("subject: someone\nallow: get nodes")}`,
	);
	expect([sound.exit, sound.stdout]).toEqual([0, expect.stringContaining("2 checks: 2 passed")]);
	rmSync("base.rolecall.yaml");
});

test("a golden file is written with -u and compared as sets", async () => {
	const golden = one("subjects: [api, jane]\nsnapshot: golden/pay.txt");
	expect((await run(golden)).stdout).toContain("`rolecall test -u` writes it");
	expect((await run(golden, "-u")).exit).toBe(0);
	expect(existsSync("golden/pay.txt")).toBe(true);
	expect((await run(golden)).exit).toBe(0);
	const text = readFileSync("golden/pay.txt", "utf8");
	writeFileSync(
		"golden/pay.txt",
		text
			.split("\n")
			.map((line) => line.replace("get,list pods", "list,get pods"))
			.join("\n"),
	);
	expect((await run(golden)).exit).toBe(0);
	writeFileSync("golden/pay.txt", text.replace("get,list pods", "get pods"));
	expect((await run(golden)).exit).toBe(1);
});

test("a ratchet against a git ref reads the same inputs there", async () => {
	const git = (...args: readonly string[]): void =>
		void execFileSync(
			"git",
			[
				"-c",
				"user.name=t",
				"-c",
				"user.email=t@example.com",
				"-c",
				"commit.gpgsign=false",
				...args,
			],
			{ stdio: "ignore" },
		);
	git("init", "-q");
	git("add", "rbac.yaml");
	git("commit", "-q", "-m", "one");
	const ratchet = one("baseline: {git: HEAD}\nnoNewAccess: true\nnoLostAccess: true");
	expect((await run(ratchet)).exit).toBe(0);
	writeFileSync("rbac.yaml", manifests.replace("verbs: [get, list]", "verbs: [get, list, create]"));
	const found = await run(ratchet);
	writeFileSync("rbac.yaml", manifests);
	expect(found.stdout).toContain("CAN create pods in namespace pay");
	expect(found.exit).toBe(1);
});

test("a failure shows a witness, the grant with its lines, and how to see it on a cluster", async () => {
	const { stdout } = await run(one("subject: api\ndeny: list pods"));
	expect(stdout).toContain(`  sa:pay/api CAN list pods in namespace pay
  granted by  RoleBinding pay/api  rbac.yaml:8:1
          to  ServiceAccount pay/api  rbac.yaml:12:12
         via  Role pay/api rules[0]  rbac.yaml:5:3
              {apiGroups: [""], resources: [pods], verbs: [get, list]}
`);
	expect(stdout).toContain(
		"kubectl auth can-i list pods -n pay --as=system:serviceaccount:pay:api\n",
	);
	const missing = await run(one("subject: api\nallow: delete pods"));
	expect(missing.stdout).toContain("sa:pay/api CANNOT delete pods");
	expect(missing.stdout).toContain("add a Role and a RoleBinding api-delete-pods in namespace pay");
	expect(missing.stdout).toContain("      kind: RoleBinding\n");
});

test("no suite, and no check that a filter lets through, are errors", async () => {
	expect((await rolecall(["test", "golden"])).stderr).toContain(
		"expected a file named *.rolecall.yaml",
	);
	expect((await run(one("subject: api\nallow: get pods"), "--filter", "nothing")).stderr).toContain(
		"no check matches `nothing`",
	);
});
