import { describe, expect, test } from "vitest";
import { ruleRemarks } from "../../../src/answer/rule-remarks.ts";
import type { Hit } from "../../../src/audit/hit.ts";
import { readRules } from "../../../src/audit/lint/read-rules.ts";
import { ruleChecks } from "../../../src/audit/lint/rule-checks.ts";
import { loadSnapshot } from "../../../src/load/snapshot.ts";
import { PermissionSets } from "../../../src/sets/permission-sets.ts";
import type * as K from "../../support/plain.ts";
import { worldOf } from "../../support/run-audit.ts";
import { bind, role, rule, urls } from "../../support/world.ts";

const worldWith = (objects: readonly unknown[], kubernetesVersion = "1.37") =>
	worldOf(loadSnapshot({ objects, kubernetesVersion }));

/** What the checks find: `id severity`, and the words that the message quotes first. */
function found(objects: readonly unknown[], version?: string): readonly (Hit & { id: string })[] {
	const world = worldWith(objects, version);
	return [...ruleChecks]
		.filter(([id]) => id !== "mergeable-rules" && id !== "crossed-groups")
		.flatMap(([id, check]) => check(world).map((hit) => ({ ...hit, id })));
}

function ids(objects: readonly unknown[], version?: string): readonly string[] {
	return found(objects, version).map(({ id, severity }) => `${id} ${severity ?? "-"}`);
}

const at = (group: string) => ({ groups: [group] });

// pkg/apis/rbac/v1/evaluation_helpers.go: a star alone and `*/sub` are special, everything else is compared.
describe("what scanners read as patterns grants nothing, and is told so once", () => {
	test.each<[string, K.Rule, readonly string[]]>([
		["pods/*", rule("get", "pods/*"), ["never-matching-glob high"]],
		["*/*", rule("get", "*/*"), ["never-matching-glob high"]],
		["*/sub", rule("get", "*/status"), []],
		["* alone", rule("get", "*"), []],
		["a slip behind a star", rule("get", "*/statu"), ["unknown-subresource high"]],
		["a status of what has none", rule("get", "secrets/status"), ["unknown-subresource medium"]],
		["it among others", rule("get", "secrets/status,pods/status"), ["unknown-subresource low"]],
		["get*", rule("get*", "pods"), ["never-matching-glob high"]],
		["get* beside get", rule("get,li*", "pods"), ["never-matching-glob medium"]],
		["*.k8s.io", rule("get", "leases", at("*.k8s.io")), ["never-matching-glob high"]],
		["a star as a name", rule("get", "pods", { names: ["*"] }), ["never-matching-glob high"]],
		[
			"signers",
			rule("sign", "signers", { ...at("certificates.k8s.io"), names: ["a.b/*"] }),
			["inert-half -"],
		],
	])("%s", (_, one, expected) => {
		expect(ids([role("x", one)])).toEqual(expected);
	});
});

describe("a word in another form", () => {
	test.each<[string, K.Rule, string]>([
		["singular", rule("get", "pod"), "`pod` (requests say `pods`)"],
		["kind", rule("get", "Deployment", at("apps")), "requests say `deployments`"],
		["short name", rule("get", "svc"), "requests say `services`"],
		["core", rule("get", "pods", at("core")), 'requests name the group `""` (core)'],
		["core with a version", rule("get", "pods", at("core/v1")), 'the group `""` (core)'],
		["a version", rule("get", "deployments", at("apps/v1")), "the group `apps`"],
		["capitals", rule("Get", "pods"), "written small: `get`"],
		["a comma inside", { ...rule("get", "pods"), verbs: ["get, list"] }, "meant as 2"],
		["resource.group", rule("get", "deployments.apps", at("apps")), "it is `deployments`"],
		["another sign", rule("get", "pods.log"), "behind a slash: `pods/log`"],
		["reversed", rule("get", "log/pods"), "before the slash: `pods/log`"],
		["too deep", rule("get", "pods/log/web"), "write `pods/log`"],
		["a namespace", rule("get", "kube-system/secrets"), "no namespace stands in a rule"],
		["capitals of a third party", rule("get", "Widget", at("example.com")), "small letters"],
	])("%s", (_, one, message) => {
		const hits = found([role("x", one)]);
		expect(hits.map(({ id, severity }) => [id, severity])).toEqual([["wrong-word-form", "high"]]);
		expect(hits[0]?.message).toMatch(/^rules\[0\] of ClusterRole\/x can never match: /);
		expect(hits[0]?.message).toContain(message);
	});

	test("several words of one rule are one finding, medium where others count", () => {
		const hits = found([role("x", rule("get", "pods,secret,svc"))]);
		expect(hits.map(({ id, severity }) => [id, severity])).toEqual([["wrong-word-form", "medium"]]);
		expect(hits[0]?.fix?.edits).toMatchObject([
			{ kind: "change-rule", rule: 0, become: [{ resources: ["pods", "secrets", "services"] }] },
		]);
	});
});

describe("what is not there, and what only the input does not hold", () => {
	test.each<[string, K.Rule, readonly string[]]>([
		["a third party's resource", rule("get", "widgets", at("example.com")), []],
		["a custom verb on it", rule("sync", "widgets", at("example.com")), []],
		["a near miss of a group", rule("get", "deployments", at("app")), []],
		[
			"a near miss of a long group",
			rule("get", "leases", at("coordination.k8s.i")),
			["unknown-resource high"],
		],
		[
			"a group with its domain twice",
			rule("get", "leases", at("coordination.k8s.io.coordination.k8s.io")),
			["wrong-word-form high"],
		],
		["a doubled group of somebody else", rule("get", "things", at("shop.io.shop.io")), []],
		["the wrong group", rule("get", "deployments"), ["unknown-resource high"]],
		["nowhere", rule("get", "gadgets"), ["unknown-resource high"]],
		["nowhere, of any group", rule("get", "gadgets", at("*")), []],
		[
			"an unknown subresource is not an unsupported verb too",
			rule("delete", "pods/logs"),
			["unknown-subresource high"],
		],
		["finalizers", rule("update", "secrets/finalizers"), []],
		["what kube-rbac-proxy asks", rule("get", "namespace/metrics"), []],
		["metrics of pods", rule("get,list", "pods,nodes", at("metrics.k8s.io")), []],
		["audiences", rule("request-serviceaccounts-token-audience", "vault"), []],
		["extensions", rule("get", "ingresses", at("extensions")), ["removed-api high"]],
		[
			"extensions beside its successor",
			rule("get", "ingresses", { groups: ["extensions", "networking.k8s.io"] }),
			["removed-api info"],
		],
	])("%s", (_, one, expected) => {
		expect(ids([role("x", one)])).toEqual(expected);
	});

	test("a resource of another group gets a rule of its own", () => {
		const [hit] = found([role("x", rule("get", "pods,deployments"))]);
		expect(hit?.fix?.edits).toMatchObject([
			{
				become: [
					{ apiGroups: [""], resources: ["pods"] },
					{ apiGroups: ["apps"], resources: ["deployments"] },
				],
			},
		]);
	});
});

describe("verbs", () => {
	test.each<[string, K.Rule, readonly string[]]>([
		["delete pods/log", rule("delete", "pods/log"), ["unsupported-verb high"]],
		["list beside get", rule("get,list", "pods/log"), ["unsupported-verb low"]],
		["a dead pair alone", rule("get,list", "pods,pods/log"), []],
		["a resource without any", rule("get", "pods,bindings"), ["unsupported-verb medium"]],
		["logs", rule("logs", "pods"), ["unknown-verb high"]],
		["a slip", rule("get,lits", "pods"), ["unknown-verb medium"]],
		[
			"bind on bindings",
			rule("bind", "rolebindings", at("rbac.authorization.k8s.io")),
			["virtual-verb-misplaced high"],
		],
		["bind on roles", rule("bind", "roles", at("rbac.authorization.k8s.io")), []],
		[
			"approve on requests",
			rule("approve", "certificatesigningrequests", at("certificates.k8s.io")),
			["virtual-verb-misplaced high"],
		],
		[
			"bare extras",
			rule("impersonate", "userextras", at("authentication.k8s.io")),
			["virtual-verb-misplaced high"],
		],
		["list on a path", urls("list", "/healthz"), ["unknown-verb high"]],
		["list beside get on a path", urls("get,list", "/healthz"), ["unknown-verb info"]],
		["get of exec", rule("get", "pods/exec"), ["exec-by-get-alone medium"]],
		["create of exec", rule("get,create", "pods/exec"), []],
	])("%s", (_, one, expected) => {
		expect(ids([role("x", one)])).toEqual(expected);
	});

	test("get of exec is exec before 1.35", () => {
		expect(ids([role("x", rule("get", "pods/exec"))], "1.34")).toEqual(["exec-by-get-alone high"]);
	});
});

describe("names", () => {
	const names = ["main"];
	test.each<[string, readonly K.Rule[], readonly string[]]>([
		["a plain create", [rule("create", "pods", { names })], ["names-with-list-or-create -"]],
		[
			"a create of a subresource",
			[rule("create", "pods/eviction,serviceaccounts/token", { names })],
			[],
		],
		[
			"a create given beside it",
			[rule("create,update", "pods", { names }), rule("create", "pods")],
			[],
		],
		["a list", [rule("list", "pods", { names })], ["names-with-list-or-create info"]],
		[
			"a deletecollection",
			[rule("deletecollection", "pods", { names })],
			["names-with-list-or-create high"],
		],
		[
			"a kind before it",
			[rule("get", "pods", { names: ["pod/main"] })],
			["odd-resource-names high"],
		],
		[
			"capitals of an RBAC object",
			[rule("get", "roles", { ...at("rbac.authorization.k8s.io"), names: ["A:b"] })],
			[],
		],
		["no name", [rule("list", "pods", { names: [""] })], ["odd-resource-names -"]],
	])("%s", (_, rules, expected) => {
		expect(ids([role("x", ...rules)])).toEqual(expected);
	});
});

// requestinfo.go and rbac.go: a RoleBinding counts for requests with a namespace, and a Namespace's is its own.
describe("what a namespace holds", () => {
	const csi = rule("get", "csidrivers", at("storage.k8s.io"));
	test.each<[string, readonly unknown[], readonly string[]]>([
		["a Role", [role("dev/x", csi)], ["cluster-scoped-in-role high"]],
		["a ClusterRole", [role("x", csi)], []],
		[
			"bound by a RoleBinding alone",
			[role("x", csi), bind("dev/b", "ClusterRole/x", "sa:dev/a")],
			["cluster-scoped-in-role medium"],
		],
		[
			"bound by both",
			[
				role("x", csi),
				bind("dev/b", "ClusterRole/x", "sa:dev/a"),
				bind("c", "ClusterRole/x", "sa:dev/a"),
			],
			[],
		],
		["the Namespace itself", [role("dev/x", rule("get,delete", "namespaces"))], []],
		[
			"another Namespace",
			[role("dev/x", rule("get", "namespaces", { names: ["prod"] }))],
			["cluster-scoped-in-role high"],
		],
		[
			"a list of Namespaces",
			[role("dev/x", rule("get,list", "namespaces"))],
			["cluster-scoped-in-role low"],
		],
		[
			"bind clusterroles",
			[role("dev/x", rule("bind", "clusterroles", at("rbac.authorization.k8s.io")))],
			[],
		],
		["users", [role("dev/x", rule("impersonate", "users"))], ["cluster-scoped-in-role high"]],
		["accounts", [role("dev/x", rule("impersonate", "serviceaccounts"))], []],
	])("%s", (_, objects, expected) => {
		expect(ids(objects)).toEqual(expected);
	});
});

test("nothing is said of the default roles", () => {
	expect(found([])).toEqual([]);
});

/** `ruleRemarks` says by sets of requests what these checks say word by word. */
test("a rule of right words is dead where no request can be in its set, and nowhere else", () => {
	const { catalog } = worldWith([]).snapshot;
	const verbs = ["get", "list", "create", "update", "delete", "deletecollection", "bind"];
	// A star is dead here when all known verbs are: sets keep it for verbs that nobody has thought of.
	const asked = catalog.resources
		.filter(({ offByDefault, virtual }) => offByDefault !== true && virtual !== true)
		.flatMap(({ group, resource, subresources }) =>
			["", ...subresources.map(({ name }) => `/${name}`)].flatMap((tail) =>
				verbs.map((verb) => ({ verb, entry: `${resource}${tail}`, group })),
			),
		)
		// A verb of somebody's own is never inert: something may ask for it one day.
		.filter(({ verb, entry }) => verb !== "bind" || /roles$/.test(entry))
		.filter(({ entry }) => !entry.startsWith("resourceclaims/"));
	for (const where of ["x", "dev/x"]) {
		const rules = asked.map(({ verb, entry, group }) => rule(verb, entry, at(group)));
		const world = worldWith([role(where, ...rules)]);
		const read = readRules(world);
		const [own] = read;
		if (own === undefined) throw new Error("no rule was read");
		const remarks = ruleRemarks(new PermissionSets(), own.role, { catalog });
		const inert = new Set(
			remarks.flatMap((one) => (one.kind === "inert" && one.field === undefined ? one.rule : [])),
		);
		const differing = read
			.filter(({ isDead, index }) => isDead !== inert.has(index))
			.map(({ index, isDead }) => `${JSON.stringify(asked[index])} ${isDead}`);
		expect(differing).toEqual([]);
		expect(inert.size).toBeGreaterThan(100);
	}
});
