import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, rolecall } from "../support/run-cli.ts";

// Verdicts that were wrong once: every suite here passed, or failed, for no reason.

const home = process.cwd();
let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-honest-"));
	process.chdir(folder);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

const rbac = "rbac.authorization.k8s.io";

function account(name: string, namespace = "a"): string {
	return `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;
}

function clusterRole(name: string, rules: string, labels = ""): string {
	return `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: ${name}${labels}}\nrules: [${rules}]\n`;
}

const rule = (verbs: string, resources: string, apiGroup = '""'): string =>
	`{apiGroups: [${apiGroup}], resources: [${resources}], verbs: [${verbs}]}`;

/** `sa:a/op`, `user:ana`, `group:devs` as a binding writes them. */
function subject(words: string): string {
	const [kind = "", name = ""] = words.split(/:(.*)/);
	const [namespace, account] = name.split("/");
	if (kind === "sa") return `{kind: ServiceAccount, name: ${account}, namespace: ${namespace}}`;
	return `{kind: ${kind === "user" ? "User" : "Group"}, apiGroup: ${rbac}, name: "${name}"}`;
}

/** With a namespace a RoleBinding. */
function binding(name: string, role: string, to: readonly string[], namespace = ""): string {
	const [kind, where] =
		namespace === "" ? ["ClusterRoleBinding", ""] : ["RoleBinding", `, namespace: ${namespace}`];
	return `apiVersion: ${rbac}/v1
kind: ${kind}
metadata: {name: ${name}${where}}
roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: ${role}}
subjects: [${to.map(subject).join(", ")}]
`;
}

const documents = (...parts: readonly string[]): string => parts.join("---\n");

async function run(objects: string, tests: string, old = objects): Promise<Outcome> {
	writeFileSync("m.yaml", objects);
	writeFileSync("old.yaml", old);
	writeFileSync(
		"s.rolecall.yaml",
		`version: rolecall/v1\nname: s\ninputs: [{manifests: [m.yaml]}]\n${tests}\n`,
	);
	return rolecall(["test", "s.rolecall.yaml"]);
}

const one = (test: string, more = ""): string => `${more}tests:\n- {id: t, ${test}}`;
const ratchet = (what: string): string => one(`baseline: {manifests: [old.yaml]}, ${what}`);

describe("a role that is missing makes unknown what it could turn", () => {
	const gap = documents(
		account("op"),
		account("other"),
		account("sole"),
		binding("op", "not-here", ["sa:a/op"], "a"),
	);
	const before = documents(account("op"), account("other"), account("sole"));
	test.each<[string, string]>([
		["only", "only: [control-plane], can: get secrets in a"],
		["forall any", "forall: {subjects: any, not: [control-plane]}, deny: get secrets in a"],
		[
			"notBoth",
			"notBoth: {not: [control-plane], first: get secrets in a, second: create pods in a}",
		],
		[
			"notBoth of one",
			"notBoth: {subjects: ['sa:a/op'], first: get pods in a, second: get secrets in a}",
		],
		["budget", "subject: sa:a/op, budget: {permissions: 300}"],
		["budget of namespaces", "subject: sa:a/op, budget: {namespaces: 0}"],
		["budget of wildcards", "subject: sa:a/op, budget: {wildcards: 7}"],
		["noNewAccess", "baseline: {manifests: [old.yaml]}, noNewAccess: {subjects: any}"],
		[
			"noNewAccess of one",
			"baseline: {manifests: [old.yaml]}, noNewAccess: {subjects: ['sa:a/op']}",
		],
		["atLeast of what has a gap", "subject: sa:a/other, atLeast: {subject: 'sa:a/op'}"],
		["atMost of what has a gap", "subject: sa:a/two, atMost: {subject: 'sa:a/op'}"],
		["atMost", "subject: sa:a/op, atMost: [get pods in a]"],
		["deny", "subject: sa:a/op, deny: get secrets in a"],
		["allow", "subject: sa:a/op, allow: get secrets in a"],
		["the only way", "subject: sa:a/op, allow: get nodes.core, via: x -> y, soleVia: true"],
	])("%s", async (title, words) => {
		const extra = documents(
			clusterRole("pods", rule("get", "pods")),
			binding("two", "pods", ["sa:a/two"], "a"),
			clusterRole("nodes", rule("get", "nodes, pods")),
			binding("sole", "nodes", ["sa:a/op"]),
		);
		const isWay = title === "the only way";
		const tests = isWay
			? "subject: sa:a/op, allow: get pods in a, via: ClusterRoleBinding/sole -> ClusterRole/nodes, soleVia: true"
			: words;
		const two = documents(account("two"), ...extra.split("---\n").slice(0, 2));
		const more = isWay ? documents(gap, extra) : documents(gap, two);
		const found = await run(more, one(tests), documents(before, two));
		expect([found.exit, found.stdout]).toEqual([
			3,
			expect.stringContaining(
				"ClusterRole not-here, which RoleBinding a/op binds, is not in the inputs",
			),
		]);
	});

	test("two that have nothing in common but what may be missing", async () => {
		const twice = documents(gap, binding("other", "not-here", ["sa:a/other"], "a"));
		expect((await run(twice, one("disjoint: ['sa:a/op', 'sa:a/other']"))).exit).toBe(3);
		expect((await run(twice, one("disjoint: ['sa:a/op', 'sa:a/sole']"))).exit).toBe(0);
	});

	test.each<[string, string]>([
		["another namespace", "subject: sa:a/op, deny: get secrets in default"],
		["no namespace", "subject: sa:a/op, deny: get nodes.core"],
		["somebody else", "subject: sa:a/other, deny: get secrets in a"],
		["somebody who is covered", "only: [control-plane, 'sa:a/op'], can: get secrets in a"],
		["what is bounded by the same gap", "subject: sa:a/op, atMost: {subject: 'sa:a/op'}"],
		[
			"two things of which one is out of reach",
			"notBoth: {not: [control-plane], first: get secrets in a, second: get nodes.core}",
		],
		[
			"a ratchet of others",
			"baseline: {manifests: [old.yaml]}, noNewAccess: {subjects: ['sa:a/other']}",
		],
		[
			"a namespace that counts already",
			"subject: sa:a/op, budget: {namespaces: 1, clusterWide: 0}",
		],
	])("and nothing else: %s", async (_, words) => {
		const found = await run(gap, one(words), before);
		expect([found.exit, found.stdout]).toEqual([0, expect.stringContaining("1 passed")]);
	});

	test("a gap that was there before is no new access, and what is new beside it fails", async () => {
		expect((await run(gap, ratchet("noNewAccess: true"))).exit).toBe(0);
		const more = documents(
			gap,
			clusterRole("r", rule("get", "secrets")),
			binding("r", "r", ["sa:a/op"]),
		);
		expect((await run(more, ratchet("noNewAccess: true"), gap)).exit).toBe(1);
	});

	test("a failure that no role can mend stays one", async () => {
		const tests = one("subject: sa:a/op, exactly: [get pods in a, get nodes.core everywhere]");
		expect((await run(gap, tests)).exit).toBe(1);
		expect((await run(gap, one("subject: sa:a/op, exactly: [get pods in a]"))).exit).toBe(3);
	});
});

describe("notBoth", () => {
	const both = documents(
		account("op"),
		clusterRole("one", rule("get", "secrets")),
		clusterRole("two", rule("create", "pods")),
		binding("one", "one", ["sa:a/op", "user:ana"]),
		binding("two", "two", ["group:system:serviceaccounts:a", "group:devs"]),
	);
	const groups = "cluster: {groups: {devs: ['user:ana', 'user:li']}}\n";
	const duty = "first: get secrets in a, second: create pods in a";

	test.each([
		["an account by the group of its namespace", "sa:a/op"],
		["a user by a declared group", "user:ana"],
		["a declared group by what its member has", "group:devs"],
	])("listed: %s", async (_, who) => {
		const found = await run(both, one(`notBoth: {subjects: ['${who}'], ${duty}}`, groups));
		expect([found.exit, found.stdout]).toEqual([
			1,
			expect.stringContaining("and create pods in namespace a"),
		]);
	});

	test("listed: who has only one of them", async () => {
		const found = await run(both, one(`notBoth: {subjects: ['user:li'], ${duty}}`, groups));
		expect(found.exit).toBe(0);
	});

	const teams = documents(
		binding("a", "edit", ["group:a-devs"], "team-a"),
		binding("b", "edit", ["group:b-devs"], "team-b"),
	);
	const pods = "first: create pods in team-a, second: create pods in team-b";
	test.each<[string, string, string, number]>([
		["nobody is in both groups", "a-devs: ['user:ana'], b-devs: ['user:bo']", "any", 0],
		[
			"nobody of those listed",
			"a-devs: ['user:ana'], b-devs: ['user:bo']",
			"['user:ana', 'user:bo']",
			0,
		],
		["somebody is in both", "a-devs: ['user:ana'], b-devs: ['user:bo', 'user:ana']", "any", 1],
		["anybody may be in the other", "a-devs: ['user:ana']", "any", 1],
		["an account is in no group of people", "a-devs: ['sa:x/y']", "any", 0],
		["nobody is in one of them", "a-devs: []", "any", 0],
	])("with the members of groups declared: %s", async (_, declared, among, exit) => {
		const tests = one(
			`notBoth: {subjects: ${among}, not: [control-plane], ${pods}}`,
			`cluster: {groups: {${declared}}}\n`,
		);
		expect((await run(teams, tests)).exit).toBe(exit);
	});

	test("system:masters may do everything by being it, and is left out", async () => {
		expect(
			(
				await run(
					teams,
					one(
						"notBoth: {subjects: any, first: get nodes.core, second: create pods in kube-system}",
					),
				)
			).stdout,
		).not.toContain("masters");
	});
});

describe("ratchets", () => {
	const old = account("op");
	test.each([
		"noNewAccess: {subjects: ['sa:a/op']}",
		"noNewAccess: {subjects: ['sa:a/*']}",
		"equivalent: {subjects: ['sa:a/op']}",
		"noNewAccess: {subjects: any}",
	])("what a listed account gains by a group: %s", async (words) => {
		const now = documents(old, binding("x", "cluster-admin", ["group:system:serviceaccounts:a"]));
		expect((await run(now, ratchet(words), old)).exit).toBe(1);
		expect((await run(old, ratchet(words.replace("New", "Lost")), now)).exit).toBe(1);
	});

	const secrets = (label: string): string =>
		documents(
			old,
			clusterRole("more", rule("get, list", "secrets"), `, labels: {${rbac}/${label}: "true"}`),
		);
	test.each<[string, string, string, number]>([
		["view gains secrets", "noNewAccess: true", "", 1],
		["view is not the same", "equivalent: {subjects: any}", "", 1],
		["view loses nothing", "noLostAccess: true", "", 0],
		["others are meant", "noNewAccess: {subjects: ['sa:a/op']}", "", 0],
		[
			"an exception of another role",
			"noNewAccess: {allow: [{role: ClusterRole/edit, can: read secrets everywhere, reason: R}]}",
			"",
			1,
		],
		[
			"an exception of the role",
			"noNewAccess: {allow: [{role: ClusterRole/view, can: read secrets everywhere, reason: R}, {role: ClusterRole/edit, can: read secrets everywhere, reason: R}, {role: ClusterRole/admin, can: read secrets everywhere, reason: R}]}",
			"",
			0,
		],
	])("roles that the inputs give to nobody: %s", async (_, words, _more, exit) => {
		const found = await run(secrets("aggregate-to-view"), ratchet(words), old);
		expect(found.exit).toBe(exit);
		if (exit === 1) expect(found.stdout).toContain("ClusterRole/view CAN list secrets");
	});

	test("what view loses is lost, and a role that is new gives nobody anything", async () => {
		const lost = await run(old, ratchet("noLostAccess: true"), secrets("aggregate-to-view"));
		expect([lost.exit, lost.stdout]).toEqual([
			1,
			expect.stringContaining("ClusterRole/view CANNOT list secrets"),
		]);
		const now = documents(old, clusterRole("new", rule("get", "secrets")));
		expect((await run(now, ratchet("noNewAccess: true"), old)).exit).toBe(0);
		expect((await run(old, ratchet("noLostAccess: true"), now)).exit).toBe(1);
	});

	test("members of declared groups had on the other side what their groups had", async () => {
		const same = documents(
			clusterRole("r", rule("get", "secrets")),
			binding("r", "r", ["group:devs"]),
			binding("v", "view", ["user:ana"]),
		);
		const tests = `cluster: {groups: {devs: ['user:ana']}}\n${ratchet("equivalent: true")}`;
		expect((await run(same, tests)).exit).toBe(0);
	});
});

describe("the right reason, for all of it", () => {
	const objects = documents(
		account("op"),
		clusterRole("r", rule("get", "secrets")),
		clusterRole("s", rule("get", "secrets, pods")),
		binding("in-a", "r", ["sa:a/op"], "a"),
		binding("in-b", "r", ["sa:a/op"], "b"),
		binding("pods", "s", ["sa:a/pods"], "a"),
		account("pods"),
		clusterRole("x", rule("get", "configmaps").replace("}", ", resourceNames: [x]}")),
		binding("in-c", "x", ["sa:a/op"], "c"),
	);
	const way = "via: RoleBinding/a/in-a -> ClusterRole/r";
	test.each<[string, string, number]>([
		["a part comes by another binding", `allow: 'get secrets in a,b', ${way}`, 1],
		["all of it comes by it", `allow: get secrets in a, ${way}, soleVia: true`, 0],
		["none of it", `allow: get secrets in b, ${way}`, 1],
		["sole without via", "allow: get secrets in b, soleVia: true", 2],
		[
			"denied everywhere for one reason",
			"deny: get secrets outside a|b, because: wrong-namespace",
			0,
		],
		["denied by a name", "deny: get configmaps(!x) in c, because: wrong-name", 0],
		["denied in a place", "deny: get configmaps(x) in default, because: wrong-namespace", 0],
		["one of two reasons", "deny: get configmaps in default, because: wrong-namespace", 1],
		["the other of them", "deny: get configmaps in default, because: wrong-name", 1],
	])("%s", async (_, words, exit) => {
		expect((await run(objects, one(`subject: 'sa:a/op', ${words}`))).exit).toBe(exit);
	});

	test("what everybody has by default is no other way to everything, only to itself", async () => {
		const root = documents(objects, binding("root", "cluster-admin", ["user:root"]));
		const whole = "via: ClusterRoleBinding/root -> ClusterRole/cluster-admin, soleVia: true";
		const asked = (what: string): string => one(`subject: 'user:root', allow: ${what}, ${whole}`);
		expect((await run(root, asked("any any everywhere"))).exit).toBe(0);
		expect((await run(root, asked("get /healthz"))).exit).toBe(1);
	});

	test("another grant of a part of it is another way", async () => {
		const more = documents(objects, binding("named", "s", ["group:system:serviceaccounts:a"], "a"));
		const found = await run(
			more,
			one(`subject: 'sa:a/op', allow: get secrets in a, ${way}, soleVia: true`),
		);
		expect([found.exit, found.stdout]).toEqual([
			1,
			expect.stringContaining("granted also by RoleBinding/a/named -> ClusterRole/s"),
		]);
	});
});

describe("everybody", () => {
	const objects = documents(
		account("op"),
		clusterRole("r", rule("get", "configmaps, nodes")),
		binding("r", "r", ["user:ana", "sa:a/op"]),
	);
	test.each<[string, string, number]>([
		[
			"may not what only the named may",
			"forall: {subjects: any}, allow: get configmaps in default",
			1,
		],
		[
			"may what being logged in gives",
			"forall: {subjects: any, not: [anonymous]}, allow: get /healthz",
			0,
		],
		["but the anonymous may not", "forall: {subjects: any}, allow: get /apis", 1],
		[
			"nobody but them",
			"forall: {subjects: any, not: [control-plane, 'user:ana', 'sa:a/op']}, deny: any any everywhere",
			0,
		],
		[
			"write any",
			"forall: {subjects: any, not: [control-plane, 'user:ana', 'sa:a/op']}, deny: write any everywhere",
			0,
		],
		["somebody is", "forall: {subjects: any, not: [control-plane]}, deny: any any everywhere", 1],
		[
			"the default rights by name",
			"forall: {subjects: any, not: [control-plane]}, deny: create selfsubjectreviews.authentication.k8s.io",
			1,
		],
		[
			"which are not to count",
			"forall: {subjects: any, not: [control-plane]}, deny: create selfsubjectreviews.authentication.k8s.io, ignoring: [everyone-rights]",
			0,
		],
		[
			"which are to count",
			"forall: {subjects: any, not: [control-plane, 'user:ana', 'sa:a/op']}, deny: write any everywhere, ignoring: []",
			1,
		],
		[
			"patterns are about the accounts of the input",
			"forall: {subjects: ['sa:*/*']}, atMost: [any any in own namespace, get 'nodes.core,configmaps' everywhere]",
			0,
		],
		["anyone, as somebody who is logged in", "subject: anyone, deny: get nodes.core", 0],
		["anonymous", "subject: anonymous, deny: [get nodes.core, get /apis]", 0],
		["anyone may", "subject: anyone, allow: get /apis", 0],
		[
			"all who are logged in",
			"forall: {subjects: [anyone], not: [control-plane]}, deny: get nodes.core",
			1,
		],
	])("%s", async (_, words, exit) => {
		const fixed = words.replace(
			"get 'nodes.core,configmaps' everywhere",
			"get nodes.core everywhere, get configmaps everywhere",
		);
		expect((await run(objects, one(fixed))).exit).toBe(exit);
	});

	test("a built-in set that is misspelled", async () => {
		const found = await run(objects, one("only: [control-plan], can: get nodes.core"));
		expect(found.stdout).toContain("did you mean `control-plane`?");
	});

	test("somebody in a declared group that is listed is one of those listed", async () => {
		const tests = one(
			"only: ['group:ops', 'sa:a/op', control-plane], can: get nodes.core",
			"cluster: {groups: {ops: ['user:ana']}}\n",
		);
		const more = documents(objects, binding("ops", "view", ["group:ops"]));
		expect((await run(more, tests)).exit).toBe(0);
	});
});

describe("budgets", () => {
	const objects = documents(
		account("op"),
		clusterRole("op", `${rule("get", "secrets")}, ${rule('"*"', "widgets", "acme.io")}`),
		binding("op", "op", ["sa:a/op"]),
		account("in"),
		binding("in", "op", ["sa:a/in"], "a"),
	);
	test.each<[string, string, number, string]>([
		[
			"every namespace is more than any number",
			"subject: sa:a/op, budget: {namespaces: 500}",
			1,
			"every namespace",
		],
		[
			"one namespace",
			"subject: sa:a/in, budget: {namespaces: 1, clusterWide: 0, permissions: 2, wildcards: 1}",
			0,
			"",
		],
		[
			"what no server serves counts",
			"subject: sa:a/op, budget: {permissions: 1}",
			1,
			"2 permissions (a verb on a resource or path), of at most 1",
		],
		[
			"also cluster-wide",
			"subject: sa:a/op, budget: {clusterWide: 1}",
			1,
			"any verb on widgets.acme.io",
		],
		[
			"wildcards are rules",
			"subject: sa:a/op, budget: {wildcards: 0}",
			1,
			"1 rule with a `*`, of at most 0",
		],
		[
			"with their places",
			"subject: sa:a/op, budget: {wildcards: 0}",
			1,
			"ClusterRole op rules[1]  m.yaml:",
		],
		[
			"kinds of danger are named",
			"subject: sa:a/op, budget: {dangerous: 0}",
			1,
			"1 kind of dangerous access, of at most 0",
		],
		[
			"a role",
			"role: ClusterRole/op, budget: {permissions: 1}",
			1,
			"ClusterRole/op has 2 permissions",
		],
	])("%s", async (_, words, exit, text) => {
		const found = await run(objects, one(words));
		expect([found.exit, found.stdout]).toEqual([exit, expect.stringContaining(text)]);
	});

	test("where no other namespace exists each of them counts", async () => {
		const closed =
			"cluster: {namespaces: {known: [a, b], world: closed}}\ndefaults: {namespace: a}\n";
		expect(
			(await run(objects, one("subject: sa:a/op, budget: {namespaces: 2}", closed))).exit,
		).toBe(0);
		expect(
			(await run(objects, one("subject: sa:a/op, budget: {namespaces: 1}", closed))).exit,
		).toBe(1);
	});
});

test("allow, deny and cases beside a role", async () => {
	const objects = clusterRole(
		"more",
		rule("get", "secrets"),
		`, labels: {${rbac}/aggregate-to-view: "true"}`,
	);
	const found = await run(objects, one("role: ClusterRole/view, deny: read secrets everywhere"));
	expect([found.exit, found.stdout]).toEqual([
		1,
		expect.stringContaining("ClusterRole/view CAN get secrets"),
	]);
	expect(
		(
			await run(
				objects,
				one(
					"role: ClusterRole/view, cases: [{allow: get secrets everywhere}, {deny: create pods}]",
				),
			)
		).exit,
	).toBe(0);
	const way = await run(objects, one("role: ClusterRole/view, allow: get pods, via: x -> y"));
	expect([way.exit, way.stdout]).toEqual([2, expect.stringContaining("`via` needs a `subject`")]);
});
