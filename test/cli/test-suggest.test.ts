import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";
const rbac = "rbac.authorization.k8s.io";

const bound = (role: string, subject: string, namespace = "pay"): string => `---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: ${JSON.stringify(`b-${role}-${subject.length}`)}, namespace: ${namespace}}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: ${role}}
subjects: [${subject}]
`;
const account = (name: string): string => `{kind: ServiceAccount, name: ${name}}`;
const group = (name: string): string => `{kind: Group, apiGroup: ${rbac}, name: ${name}}`;

const manifests = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
- {apiGroups: [""], resources: [secrets], resourceNames: [db], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}]
`;
const role = (name: string, rule: string): string => `---
apiVersion: ${rbac}/v1
kind: ClusterRole
metadata: {name: ${name}}
rules: [${rule}]
`;

const head = `version: rolecall/v1
inputs: [{manifests: [rbac.yaml]}]
subjects: {api: "sa:pay/api"}
defaults: {namespace: pay}
`;
const loose = `${head}tests:
- id: api-may
  subject: api
  allow: get pods # by hand
`;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-suggest-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", manifests);
	writeFileSync("a.rolecall.yaml", loose);
});

afterEach(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

interface Item {
	readonly id: string;
	readonly [key: string]: unknown;
}

async function suggested(...args: readonly string[]): Promise<readonly Item[]> {
	const { exit, stdout } = await rolecall(["test", "suggest", ...args]);
	expect(exit).toBe(0);
	return parse(stdout) ?? [];
}

const summary =
	/^a\.rolecall\.yaml: 2 tests suggested · pinned above \S+ % → 100 % · below \S+ % → 100 %\n$/;

test("what nobody would notice is bounded, by ids that are free, and pasted it makes the suite tight", async () => {
	const { exit, stdout, stderr } = await rolecall(["test", "suggest"]);
	expect(exit).toBe(0);
	expect(parse(stdout)).toEqual([
		{
			id: "nobody-else",
			forall: { subjects: "any", not: ["api", "control-plane"] },
			deny: ["any any everywhere", "any /*"],
		},
		{
			id: "api-may-2",
			subject: "api",
			exactly: ["read pods in pay", "get secrets(db) in pay"],
		},
	]);
	expect(stdout).toMatch(
		/^# closes \d+ dangerous rights and \d+ others of group:system:authenticated, anybody else\n- id: nobody-else\n/,
	);
	// list and watch of pods, get of the secret: only `get pods` is asserted before.
	expect(stdout).toMatch(
		/\n\n# closes \d+ dangerous rights and \d+ others of sa:pay\/api, keeps 3 rights\n- id: api-may-2\n/,
	);
	expect(stderr).toMatch(summary);
	writeFileSync("a.rolecall.yaml", `${loose}${stdout}`);
	expect((await rolecall(["test"])).exit).toBe(0);
	expect((await rolecall(["test", "lint"])).stdout).toBe("1 suite: nothing to mend\n");
	expect(await rolecall(["test", "suggest"])).toEqual(
		outcome({
			stderr:
				"a.rolecall.yaml: the suite is tight: no subject could gain or lose a right with no check failing\n",
		}),
	);
});

test("the same words each time, as many as are wanted, the most dangerous first", async () => {
	const first = await rolecall(["test", "suggest"]);
	expect(await rolecall(["test", "suggest"])).toEqual(first);
	expect((await suggested("--most", "1")).map(({ id }) => id)).toEqual(["nobody"]);
	expect(await rolecall(["test", "suggest", "--most", "0"])).toEqual(
		outcome({ exit: 2, stderr: "error: --most takes a number from 1 on, found `0`\n" }),
	);
});

test("how many mistakes are noticed before and after is told when asked for", async () => {
	const { stderr } = await rolecall(["test", "suggest", "--mutation"]);
	expect(stderr).toMatch(/ · mistakes noticed \d\S* % → 100 %\n$/);
});

describe("what is suggested for whom", () => {
	const added = async (more: string, ...args: readonly string[]): Promise<readonly Item[]> => {
		writeFileSync("rbac.yaml", manifests + more);
		return suggested("--most", "100", ...args);
	};

	test("one side only, where the other is pinned already", async () => {
		const cases = "[allow: 'read pods', allow: 'get secrets(db)']";
		writeFileSync(
			"a.rolecall.yaml",
			`${head}tests:\n- {id: all, subject: api, cases: ${cases.replaceAll("allow: ", "{allow: ").replaceAll("',", "'},").replace("']", "'}]")}}\n`,
		);
		const items = await suggested();
		expect(items.find(({ id }) => id === "api-may")).toEqual({
			...{ id: "api-may", subject: "api" },
			atMost: ["read pods in pay", "get secrets(db) in pay"],
		});
	});

	test("a default role by its name, with what there is beside it", async () => {
		const items = await added(
			`${bound("edit", account("ci"))}${bound("watcher", account("ci"))}${role("watcher", '{apiGroups: ["coordination.k8s.io"], resources: [leases], verbs: [patch]}')}`,
		);
		expect(items.find(({ subject }) => subject === "sa:pay/ci")).toMatchObject({
			exactly: expect.arrayContaining([{ role: "ClusterRole/edit", in: "pay" }]),
		});
	});

	test("a role that is not of the default policy stands for nothing: what it gives may change", async () => {
		const items = await added(
			`${bound("own", account("ci"))}${role("own", '{apiGroups: [""], resources: [pods], verbs: [get]}')}`,
		);
		expect(items.find(({ subject }) => subject === "sa:pay/ci")).toMatchObject({
			exactly: ["get pods in pay"],
		});
	});

	test("a role that nobody has is bounded too, and so is the default role that a label could add it to", async () => {
		const items = await added(
			role("node-list", '{apiGroups: [""], resources: [nodes], verbs: [get, list]}'),
		);
		const ofRoles = items.filter(({ role: name }) => name !== undefined);
		expect(ofRoles).toEqual([
			expect.objectContaining({
				role: "ClusterRole/node-list",
				exactly: ["get,list nodes everywhere"],
			}),
			expect.objectContaining({
				role: "ClusterRole/admin",
				deny: ["get,list nodes everywhere"],
			}),
		]);
	});

	test("a group that everybody is in is left aside, not left out: who is bound later is still noticed", async () => {
		const items = await added(
			`${bound("all", group("system:authenticated"))}${role("all", '{apiGroups: [""], resources: [pods], verbs: [get]}')}`,
		);
		expect(items.find(({ id }) => id === "nobody-else")).toEqual({
			id: "nobody-else",
			forall: { subjects: "any", not: ["api", "control-plane"] },
			deny: ["any any everywhere", "any /*"],
			ignoring: ["everyone-rights", "group:system:authenticated"],
		});
		// What is left aside is pinned by a test of its own.
		expect(items.find(({ subject }) => subject === "group:system:authenticated")).toMatchObject({
			exactly: ["get pods in pay"],
		});
	});

	test("accounts that have nothing outside of their namespaces stay there", async () => {
		const items = await added(
			["b", "cc", "ddd"].map((one) => bound("view", account(one))).join(""),
			...["--most", "2"],
		);
		expect(items.map(({ id }) => id)).toContain("accounts-stay-at-home");
	});
});

describe("--write", () => {
	test("adds the tests behind those that are there and keeps every other byte", async () => {
		const text = loose.replaceAll("\n", "\r\n");
		writeFileSync("a.rolecall.yaml", text);
		const { exit, stdout, stderr } = await rolecall(["test", "suggest", "--write"]);
		expect([exit, stdout]).toEqual([0, ""]);
		expect(stderr).toMatch(/^a\.rolecall\.yaml: 2 tests added · pinned above /);
		const after = readFileSync("a.rolecall.yaml", "utf8");
		expect(after.startsWith(text)).toBe(true);
		expect(after.replaceAll("\r\n", "")).not.toContain("\n");
		expect((await rolecall(["test"])).exit).toBe(0);
		expect((await rolecall(["test", "suggest", "--write"])).stderr).toContain("the suite is tight");
		expect(readFileSync("a.rolecall.yaml", "utf8")).toBe(after);
	});

	test("before a key that comes behind the tests, as deep as the others", async () => {
		const tests = loose.slice(head.length).replace(/^(?=[- ])/gm, "  ");
		const end = "\n# how good\nthresholds: {ruleCoverage: 50}\n";
		writeFileSync("a.rolecall.yaml", `${head}${tests}${end}`);
		expect((await rolecall(["test", "suggest", "--write"])).exit).toBe(0);
		const after = readFileSync("a.rolecall.yaml", "utf8");
		expect(after.startsWith(`${head}${tests}\n  # closes `)).toBe(true);
		expect(after.endsWith(`    - get secrets(db) in pay\n${end}`)).toBe(true);
	});

	test("a list in brackets is left alone, and the tests are still printed without --write", async () => {
		const text = `${head}tests: [{id: a, subject: api, allow: get pods}]\n`;
		writeFileSync("a.rolecall.yaml", text);
		expect(await rolecall(["test", "suggest", "--write"])).toEqual(
			outcome({
				exit: 2,
				stderr:
					"error: nothing can be added to `a.rolecall.yaml`: its `tests` are not a list with a line for each; without --write the tests are printed\n",
			}),
		);
		expect(readFileSync("a.rolecall.yaml", "utf8")).toBe(text);
		expect(await suggested()).toHaveLength(2);
	});

	test("what is too long for phrases goes to a golden file, which is new", async () => {
		// A default role to which the input adds something: its name would say nothing of that.
		const added = role("more", '{apiGroups: [""], resources: [nodes], verbs: [get]}').replace(
			"{name: more",
			`{labels: {${rbac}/aggregate-to-edit: "true"}, name: more`,
		);
		writeFileSync("rbac.yaml", `${manifests}${bound("edit", account("ci"))}${added}`);
		writeFileSync("a.golden.txt", "somebody else's\n");
		const { stdout, stderr } = await rolecall(["test", "suggest"]);
		expect(stdout).toContain("snapshot: a-2.golden.txt\n");
		expect(stderr).toContain("`a-2.golden.txt` is written by `rolecall test a.rolecall.yaml -u`\n");
		expect(existsSync("a-2.golden.txt")).toBe(false);
		expect((await rolecall(["test", "suggest", "--write"])).exit).toBe(0);
		expect(readFileSync("a-2.golden.txt", "utf8")).toContain("\nsa:pay/ci\n");
		expect(readFileSync("a.golden.txt", "utf8")).toBe("somebody else's\n");
		expect((await rolecall(["test"])).exit).toBe(0);
	});
});

describe("suites for which nothing is suggested", () => {
	test("one that fails", async () => {
		writeFileSync("a.rolecall.yaml", loose.replace("get pods", "delete pods"));
		expect(await rolecall(["test", "suggest"])).toEqual(
			outcome({
				exit: 1,
				stderr:
					"a.rolecall.yaml: 1 check of 1 fails: mend that first, `rolecall test a.rolecall.yaml` tells what\n",
			}),
		);
	});

	test("one that is wrong, while another is told of", async () => {
		mkdirSync("b");
		writeFileSync(
			"b/b.rolecall.yaml",
			`${loose.replace("rbac.yaml", "../rbac.yaml").replace("subject: api", "subject: apo")}`,
		);
		const { exit, stdout, stderr } = await rolecall(["test", "suggest"]);
		expect(exit).toBe(2);
		expect(stdout).toMatch(/^# a\.rolecall\.yaml\n# closes /);
		expect(stderr).toMatch(/\nerror: b\/b\.rolecall\.yaml:7:\d+: unknown subject `apo`/);
	});

	test("one that reads a cluster", async () => {
		writeFileSync(
			"a.rolecall.yaml",
			loose.replace("{manifests: [rbac.yaml]}", "{live: {context: prod}}"),
		);
		expect(await rolecall(["test", "suggest"])).toEqual(
			outcome({
				stderr:
					"note: a.rolecall.yaml: left out: it reads the live cluster prod; suggestions are made from files\n",
			}),
		);
	});
});

test("names that mean something in YAML, in patterns or to a terminal do no harm", async () => {
	const odd = ["a: b", "x\\n- id: evil", "t,u", "w*", "'#q", "\\u001b[31m", "<env>", "true"];
	const subjects = odd.map((name) => `{kind: User, apiGroup: ${rbac}, name: "${name}"}`);
	writeFileSync("rbac.yaml", `${manifests}${bound("view", subjects.join(", "))}`);
	const { exit, stdout } = await rolecall(["test", "suggest", "--most", "50"]);
	expect(exit).toBe(0);
	expect(stdout).not.toContain("\u001b");
	writeFileSync("a.rolecall.yaml", `${loose}${stdout}`);
	expect((await rolecall(["test"])).exit).toBe(0);
});

test("beside a test with a focus", async () => {
	writeFileSync("a.rolecall.yaml", `${loose}  focus: true\n`);
	expect((await suggested()).length).toBeGreaterThan(0);
});

test("with matrix values a suggestion holds for each of them", async () => {
	writeFileSync("one.yaml", manifests);
	writeFileSync("two.yaml", manifests.replace("[get, list, watch]", "[get]"));
	writeFileSync(
		"a.rolecall.yaml",
		loose.replace(
			"inputs: [{manifests: [rbac.yaml]}]",
			'matrix: {which: [one, two]}\ninputs: [{manifests: ["<which>.yaml"]}]',
		),
	);
	const items = await suggested("--most", "50");
	expect(items.map(({ id }) => id)).toContain("nobody-else");
	// What the account may do exactly, differs.
	expect(items.filter((item) => "exactly" in item)).toEqual([]);
	writeFileSync(
		"a.rolecall.yaml",
		`${readFileSync("a.rolecall.yaml", "utf8")}${(await rolecall(["test", "suggest"])).stdout}`,
	);
	expect((await rolecall(["test"])).exit).toBe(0);
});
