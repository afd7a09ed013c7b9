import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { liveCluster } from "../support/live-cluster.ts";
import { outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";

const rbac = "rbac.authorization.k8s.io";
const api = `apiVersion: ${rbac}/v1
kind: Role
metadata: {name: api, namespace: pay}
rules:
- {apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, watch]}
- {apiGroups: [""], resources: [secrets], resourceNames: [db], verbs: [get]}
---
apiVersion: ${rbac}/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: ${rbac}, kind: Role, name: api}
subjects: [{kind: ServiceAccount, name: api}]
`;

/** A binding of a ClusterRole to a user, in every namespace. */
const bound = (role: string, user: string): string => `---
apiVersion: ${rbac}/v1
kind: ClusterRoleBinding
metadata: {name: ${JSON.stringify(`b-${role}-${user.length}`)}}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: ${role}}
subjects: [{kind: User, apiGroup: ${rbac}, name: ${JSON.stringify(user)}}]
`;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-init-"));
	process.chdir(folder);
});

afterEach(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

interface Written {
	readonly text: string;
	readonly tests: readonly Record<string, unknown>[];
	readonly subjects: Readonly<Record<string, string>>;
	readonly inputs: readonly unknown[];
}

async function written(...args: readonly string[]): Promise<Written> {
	const { exit, stdout, stderr } = await rolecall(["test", "init", "-o", "-", ...args]);
	expect([exit, stderr]).toEqual([0, ""]);
	return { text: stdout, ...parse(stdout) };
}

const withId = ({ tests }: Written, id: string): Record<string, unknown> | undefined =>
	tests.find((one) => one["id"] === id);

test("a suite is written where it is found, passes, has nothing to mend and is not written over", async () => {
	writeFileSync("rbac.yaml", api);
	const first = await rolecall(["test", "init"]);
	expect(first).toEqual(
		outcome({
			stderr: expect.stringMatching(
				/^wrote rbac\.rolecall\.yaml: \d+ checks, all of them pass; run it with `rolecall test rbac\.rolecall\.yaml`\n$/,
			),
		}),
	);
	expect((await rolecall(["test"])).exit).toBe(0);
	expect(await rolecall(["test", "lint"])).toEqual(
		outcome({ stdout: "1 suite: nothing to mend\n" }),
	);
	const text = readFileSync("rbac.rolecall.yaml", "utf8");
	expect(await rolecall(["test", "init"])).toEqual(
		outcome({
			exit: 2,
			stderr:
				"error: `rbac.rolecall.yaml` is there already: --force writes over it, -o names another\n",
		}),
	);
	expect((await rolecall(["test", "init", "--force"])).exit).toBe(0);
	expect(readFileSync("rbac.rolecall.yaml", "utf8")).toBe(text);
});

test("it says exactly what a subject may do, and what lies just outside", async () => {
	writeFileSync("rbac.yaml", api);
	const suite = await written();
	expect(suite.subjects).toEqual({ api: "sa:pay/api" });
	expect(withId(suite, "api-may")).toEqual({
		id: "api-may",
		subject: "api",
		exactly: ["read configmaps,pods in pay", "get secrets(db) in pay"],
	});
	const cases = withId(suite, "api-may-not")?.["cases"] as readonly { readonly deny: string }[];
	const denied = cases.map(({ deny }) => deny);
	// A sibling verb, a subresource, another name, another namespace.
	expect(denied).toContain("create,update,patch,delete configmaps in pay");
	expect(denied.join("\n")).toMatch(/pods\/(?:exec|attach|log).* in pay/);
	expect(denied).toContain("get secrets(!db) in pay");
	expect(denied).toContain("any any outside pay");
});

test("whoever holds what is sensitive is listed, and what nobody holds is denied to all", async () => {
	writeFileSync("rbac.yaml", api);
	const suite = await written();
	expect(withId(suite, "who-reads-secrets")).toEqual({
		id: "who-reads-secrets",
		only: ["api", "control-plane"],
		can: "read secrets in pay",
	});
	const nobody = withId(suite, "nobody");
	expect(nobody?.["forall"]).toEqual({ subjects: "any", not: ["control-plane"] });
	expect(nobody?.["deny"]).toEqual(
		expect.arrayContaining([
			"read secrets outside pay",
			"create pods everywhere",
			"impersonate users,groups cluster-wide",
		]),
	);
});

test("the suite fails when the policy widens or narrows", async () => {
	writeFileSync("rbac.yaml", api);
	await rolecall(["test", "init"]);
	const changes = [
		api.replace("[get, list, watch]", "[get, list, watch, delete]"),
		api.replace("[get, list, watch]", "[get, list]"),
		api.replace("resourceNames: [db], ", ""),
		api + bound("view", "jane"),
	];
	const exits: number[] = [];
	for (const change of changes) {
		writeFileSync("rbac.yaml", change);
		exits.push((await rolecall(["test"])).exit);
	}
	// A new subject who may read, but nothing sensitive, is nobody that this suite speaks of.
	expect(exits).toEqual([1, 1, 1, 0]);
	writeFileSync("rbac.yaml", api + bound("cluster-admin", "jane"));
	expect((await rolecall(["test"])).exit).toBe(1);
});

test("a chart that aggregates secrets into view is noticed, though nobody is bound to view", async () => {
	const labels = '{rbac.authorization.k8s.io/aggregate-to-view: "true"}';
	const rules = '[{apiGroups: [""], resources: [secrets], verbs: [get, list]}]';
	const chart = `---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: chart-view, labels: ${labels}}\nrules: ${rules}\n`;
	writeFileSync("rbac.yaml", api);
	await rolecall(["test", "init"]);
	expect((await rolecall(["test"])).exit).toBe(0);
	writeFileSync("rbac.yaml", api + chart);
	const found = await rolecall(["test", "--reporter", "compact"]);
	expect(found.exit).toBe(1);
	expect(found.stdout).toContain("view-gives-not › ClusterRole/view deny get secrets everywhere");
	// What is there today is left out, as everywhere in a first suite.
	const denied = withId(await written(), "view-gives-not")?.["deny"];
	expect(denied).not.toContain("read secrets everywhere");
	expect(denied).toContain("create pods everywhere");
});

test("a default role stands for what it gives, everything is not bounded, much goes to a golden file", async () => {
	const many = Array.from({ length: 30 }, (_, at) => `w${at}s.g${at}.example.com`);
	const rules = many.map((one, at) => {
		const [resource, ...group] = one.split(".");
		return `- {apiGroups: [${group.join(".")}], resources: [${resource}], verbs: [v${at}]}`;
	});
	const role = `---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: many}\nrules:\n${rules.join("\n")}\n`;
	writeFileSync(
		"rbac.yaml",
		api + bound("view", "jane") + bound("cluster-admin", "root") + role + bound("many", "max"),
	);
	expect((await rolecall(["test", "init"])).exit).toBe(0);
	const suite: Written = parse(readFileSync("rbac.rolecall.yaml", "utf8"));
	expect(withId(suite, "jane-may")?.["exactly"]).toEqual([{ role: "ClusterRole/view" }]);
	expect(withId(suite, "root-may")?.["atLeast"]).toBe("any any everywhere");
	expect(withId(suite, "golden")).toEqual({
		...{ id: "golden", subjects: ["max"], snapshot: "rbac.golden.txt" },
	});
	expect(readFileSync("rbac.golden.txt", "utf8")).toContain("user:max\n");
	expect((await rolecall(["test"])).exit).toBe(0);
	expect(withId(await written(), "max-may")?.["atMost"]).toEqual([{ role: "ClusterRole/many" }]);
});

test("who is bound to a role that is missing is only said to have what is there", async () => {
	writeFileSync("rbac.yaml", api + bound("lost", "jane") + bound("view", "jane "));
	const gap = bound("lost", "system:serviceaccount:pay:api").replace("b-lost", "c-lost");
	writeFileSync("more.yaml", gap);
	const suite = await written();
	expect(suite.text).toContain(
		"# ClusterRole lost, which ClusterRoleBinding b-lost-4 binds, is not in the inputs: what more it may do is unknown.\n",
	);
	expect(withId(suite, "jane-may")).toBeUndefined();
	expect(withId(suite, "api-may")).toEqual({
		id: "api-may",
		subject: "api",
		atLeast: ["read configmaps,pods in pay", "get secrets(db) in pay"],
	});
});

describe("names that YAML, phrases or terminals would take for something else", () => {
	test.each([
		["a colon", "a: b"],
		["a comment", "x # y"],
		["a quote", "\"'`"],
		["a line", "one\ntwo"],
		["an alias of ours", "control-plane"],
		["a truth", "true"],
		["a number", "1.10"],
		["an escape", "\u001b[31mred"],
		["a direction", "\u202eabc"],
		["brackets", "[a, b]: {c}"],
		["a mark", "* &a !b | > % @"],
		["no letters", "日本語"],
		["an account's pattern", "sa:team-*/*"],
		["a variable", "<env>"],
	])("%s", async (_, name) => {
		const role = `---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: odd}\nrules:\n- {apiGroups: [""], resources: [secrets], resourceNames: [${JSON.stringify(name)}], verbs: [get, ${JSON.stringify(name)}]}\n- {nonResourceURLs: ["/a b,c"], verbs: [get]}\n`;
		writeFileSync("rbac.yaml", role + bound("odd", name));
		const suite = await written();
		expect(Object.values(suite.subjects)).toEqual([`user:${name}`]);
		expect(["\u001b", "\u202e"].filter((one) => suite.text.includes(one))).toEqual([]);
		writeFileSync("odd.rolecall.yaml", suite.text);
		expect((await rolecall(["test", "odd.rolecall.yaml"])).exit).toBe(0);
	});
});

test("what a group of theirs has is told of the group", async () => {
	const everybody = bound("lookers", "x")
		.replace("kind: User", "kind: Group")
		.replace('"x"', "system:authenticated");
	const role = `---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: lookers}\nrules:\n- {apiGroups: [""], resources: [nodes], verbs: [list]}\n`;
	writeFileSync("rbac.yaml", api + role + everybody);
	const suite = await written();
	expect(withId(suite, "system-authenticated-may")?.["exactly"]).toEqual(["list nodes everywhere"]);
	expect(withId(suite, "api-may")).toEqual({
		id: "api-may",
		subject: "api",
		exactly: ["read configmaps,pods in pay", "get secrets(db) in pay"],
		ignoring: ["everyone-rights", "system-authenticated"],
	});
	const cases = withId(suite, "api-may-not")?.["cases"] as readonly { readonly deny: string }[];
	expect(cases.map(({ deny }) => deny)).not.toContain("any any outside pay");
	const one = await written("--subject", "sa:pay/api");
	expect(withId(one, "api-may")?.["ignoring"]).toEqual([
		"everyone-rights",
		"group:system:authenticated",
	]);
});

test("two of the same name have two aliases", async () => {
	const other = api.replaceAll("namespace: pay", "namespace: shop");
	writeFileSync("rbac.yaml", `${api}---\n${other}${bound("view", "api")}`);
	expect((await written()).subjects).toEqual({
		"pay-api": "sa:pay/api",
		"shop-api": "sa:shop/api",
		"api-user": "user:api",
	});
});

test("files that a suite could not read are left out and told, and the suite names the others", async () => {
	mkdirSync("deploy");
	writeFileSync("deploy/rbac.yaml", api);
	writeFileSync("deploy/broken.yaml", "kind: Role\nrules: [\n");
	const found = await rolecall(["test", "init", "-f", "deploy", "-o", "-"]);
	expect([found.exit, found.stderr]).toEqual([
		0,
		expect.stringMatching(/^warning: left out: deploy\/broken\.yaml: /),
	]);
	expect(parse(found.stdout).inputs).toEqual([{ manifests: ["deploy/rbac.yaml"] }]);
	expect(found.stdout).toContain("or another file says otherwise: deploy/broken.yaml\n");
});

test("paths are relative to the suite, and -n says where objects go", async () => {
	mkdirSync("deploy");
	mkdirSync("policies");
	writeFileSync("deploy/rbac.yaml", api.replaceAll(", namespace: pay", ""));
	const args = ["-f", "deploy", "-n", "pay", "-o", "policies/x.rolecall.yaml"];
	expect((await rolecall(["test", "init", ...args])).exit).toBe(0);
	const suite = parse(readFileSync("policies/x.rolecall.yaml", "utf8"));
	expect([suite.inputs, suite.defaults, suite.subjects]).toEqual([
		[{ manifests: ["../deploy"] }],
		{ namespace: "pay" },
		{ api: "sa:pay/api" },
	]);
	expect((await rolecall(["test", "policies"])).exit).toBe(0);
});

test("without -n a suite says where objects without a namespace are taken to go", async () => {
	writeFileSync("rbac.yaml", api.replaceAll(", namespace: pay", ""));
	expect((await rolecall(["test", "init"])).exit).toBe(0);
	const text = readFileSync("rbac.rolecall.yaml", "utf8");
	expect(text).toContain(
		"# Without a namespace: Role api and 1 more. Say here where they will be applied.\ndefaults: {namespace: default}\n",
	);
	expect(parse(text).subjects).toEqual({ api: "sa:default/api" });
	expect((await rolecall(["test"])).exit).toBe(0);
	expect((await rolecall(["test", "lint"])).stdout).toBe("1 suite: nothing to mend\n");
});

test("objects that are in no namespace anyway need none to be said", async () => {
	writeFileSync("rbac.yaml", api + bound("view", "jane"));
	expect((await written()).text).not.toContain("defaults:");
});

test("what other tests deny of a cluster-wide resource is not told again", async () => {
	const role = `---\napiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: nodes}\nrules:\n- {apiGroups: [""], resources: [nodes], verbs: [get]}\n`;
	writeFileSync("rbac.yaml", role + bound("nodes", "jane"));
	const suite = await written();
	expect(withId(suite, "nobody")?.["deny"]).toContain("get,create nodes/proxy cluster-wide");
	const cases = withId(suite, "jane-may-not")?.["cases"] as readonly { readonly deny: string }[];
	expect(cases.map(({ deny }) => deny).join("\n")).not.toContain("nodes/proxy");
	await rolecall(["test", "init"]);
	expect((await rolecall(["test", "lint"])).stdout).toBe("1 suite: nothing to mend\n");
});

test("--subject writes the tests of some", async () => {
	writeFileSync("rbac.yaml", api + bound("view", "jane"));
	const suite = await written("--subject", "user:jane");
	expect(suite.tests.map(({ id }) => id)).toEqual(["jane-may", "jane-may-not"]);
	expect(await rolecall(["test", "init", "--subject", "user:jan", "-o", "-"])).toEqual(
		outcome({
			exit: 2,
			stderr: "error: the input binds nothing to `user:jan`; did you mean `user:jane`?\n",
		}),
	);
});

test.each([
	["nothing to test", [], "there is no role and no binding in the working folder"],
	["standard input", ["-f", "-"], "a suite names files as its inputs"],
	["another name", ["-f", "x", "-o", "rbac.yaml"], "expected -o NAME.rolecall.yaml"],
	["a folder that is not there", ["-o", "no/x.rolecall.yaml", "-f", "rbac"], "does not exist"],
	["two clusters", ["--context", "a", "--cluster-snapshot", "b"], "give it or a live one"],
])("%s is refused", async (_, args, message) => {
	if (args.includes("rbac")) {
		mkdirSync("rbac");
		writeFileSync("rbac/rbac.yaml", api);
	}
	const found = await rolecall(["test", "init", ...args]);
	expect([found.exit, found.stdout, found.stderr]).toEqual([
		2,
		"",
		expect.stringContaining(message),
	]);
	expect(existsSync("rbac.rolecall.yaml")).toBe(false);
});

test("from a live cluster, and from a snapshot of it", async () => {
	const server = await liveCluster();
	const kubeconfig = ["--kubeconfig", server.kubeconfig()];
	const live = await rolecall(["test", "init", "--context", "test", ...kubeconfig]);
	expect([live.exit, live.stderr]).toEqual([
		0,
		expect.stringContaining("run it with `rolecall test rbac.rolecall.yaml --live`\n"),
	]);
	const suite: Written = parse(readFileSync("rbac.rolecall.yaml", "utf8"));
	expect(suite.inputs).toEqual([{ live: { context: "test" } }]);
	// The scheduler's binding is the default policy's; bob's role is gone.
	expect(suite.subjects).toEqual({
		auditors: "group:auditors",
		ci: "sa:other/ci",
		bob: "user:bob",
		jane: "user:jane",
	});
	expect(withId(suite, "auditors-may")?.["exactly"]).toEqual(["get pods everywhere"]);
	// A verb that the cluster does not serve is taken literally, so that it is no slip of the suite's.
	expect(withId(suite, "ci-may")?.["exactly"]).toEqual(["verb:create pods in other"]);
	expect(withId(suite, "bob-may")).toBeUndefined();
	expect((await rolecall(["test", "--live", ...kubeconfig])).exit).toBe(0);
	await rolecall(["snapshot", "cluster.json", "--context", "test", ...kubeconfig]);
	const kept = await written("--cluster-snapshot", "cluster.json");
	expect([kept.inputs, kept.tests]).toEqual([[{ snapshot: "cluster.json" }], suite.tests]);
	expect(server.lines().filter((line) => !/^(?:GET|POST .*selfsubjectreviews)/.test(line))).toEqual(
		[],
	);
});

test("a folder that is called init is still a folder of suites", async () => {
	mkdirSync("init");
	writeFileSync("rbac.yaml", api);
	await rolecall(["test", "init", "-o", "init/rbac.rolecall.yaml"]);
	expect((await rolecall(["test", "./init"])).stdout).toContain("1 suite, ");
});
