import { describe, expect, test } from "vitest";
import { ask, askRaw } from "../support/ask.ts";
import type * as K from "../support/plain.ts";
import { bind, labelled, role, rule, urls } from "../support/world.ts";

// What the API server answers, where users and tools often think otherwise.

/** A world in which `jane` has these rules cluster-wide. */
function everywhere(...rules: readonly K.Rule[]): K.Objects {
	return [role("r", ...rules), bind("b", "ClusterRole/r", "user:jane")];
}

const nodes = [
	role("node-reader", rule("get,create", "nodes,nodes/proxy")),
	bind("dev/nodes-in-dev", "ClusterRole/node-reader", "user:devnode"),
];
const anyScale = everywhere(rule("update", "*/scale", { groups: ["*"] }));
const podsStar = everywhere(rule("*", "pods/*"));
const star = everywhere(rule("create", "*"));
const pods = everywhere(rule("*", "pods"));
const healthz = everywhere(urls("get", "/healthz*"));
const logs = everywhere(urls("get", "/logs/*"));
const healthzByRoleBinding = [
	role("health", urls("get", "/healthz*")),
	bind("dev/health", "ClusterRole/health", "user:jane"),
];
const podReader = role("dev/pod-reader", rule("get", "pods"));
const botWithoutNamespace = [podReader, bind("dev/b", "Role/pod-reader", "sa:bot")];
const botAsUser = [
	podReader,
	bind("dev/b", "Role/pod-reader", "user:system:serviceaccount:dev:bot"),
];
const accountsOfDev = [
	podReader,
	bind("dev/b", "Role/pod-reader", "group:system:serviceaccounts:dev"),
];
const botClusterWide = [role("r", rule("get", "pods")), bind("b", "ClusterRole/r", "sa:bot")];
const everybody = [
	role("r", rule("get", "pods")),
	bind("b", "ClusterRole/r", "group:system:authenticated"),
];
const oneSecret = everywhere(
	rule("get,list,watch,update,create,deletecollection", "secrets", { names: ["one"] }),
);
const twoRules = everywhere(
	rule("get,list", "secrets"),
	rule("update", "secrets", { names: ["one"] }),
);
const example = everywhere(rule("*", "ingresses,secrets,*", { groups: ["example.com"] }));
const extensions = everywhere(
	rule("get", "deployments", { groups: ["extensions"] }),
	rule("get", "deployments"),
);
const dangling = [
	role("dev/pod-reader", rule("get", "pods")),
	bind("dev/broken", "Role/does-not-exist", "sa:dev/bot"),
	bind("dev/good", "Role/pod-reader", "sa:dev/bot"),
];
const nsOwner = [
	role("dev/owner", rule("get,delete", "namespaces")),
	bind("dev/owner", "Role/owner", "user:nsowner"),
];
const samename = [
	role("view-cm", rule("get", "configmaps")),
	role("cluster-admin", rule("*", "*", { groups: ["*"] })),
	bind("a", "ClusterRole/view-cm", "user:samename"),
	bind("b", "ClusterRole/cluster-admin", "group:samename"),
];
const groupFirst = [
	role("dev/lister", rule("list", "secrets")),
	bind("dev/b", "Role/lister", "group:ops", "sa:dev/s1"),
];
const monitoring = [
	labelled(
		"monitoring",
		{},
		[rule("delete", "pods")],
		[
			{ matchLabels: { agg: "true" } },
			{ matchExpressions: [{ key: "tier", operator: "In", values: ["a", "b"] }] },
		],
	),
	labelled("by-label", { agg: "true" }, [rule("get", "pods")]),
	labelled("by-expression", { tier: "b" }, [rule("list", "pods")]),
	labelled("neither", { tier: "c" }, [rule("watch", "pods")]),
	bind("b", "ClusterRole/monitoring", "user:jane"),
];
const impersonator = [
	role("r", rule("impersonate", "users")),
	bind("b", "ClusterRole/r", "user:imp"),
];
const impersonatorInDev = [
	role("r", rule("impersonate", "users,serviceaccounts")),
	bind("dev/b", "ClusterRole/r", "user:imp"),
];
const everyVerb = everywhere(
	rule("get,list,watch,create,update,patch,delete,deletecollection", "*", { groups: ["*"] }),
);

const lines: readonly (readonly [number, K.Objects, string, string, "yes" | "no"])[] = [
	[1, nodes, "devnode", "get nodes n1", "no"],
	[1, nodes, "devnode", "get nodes n1 -n dev", "no"],
	[2, nodes, "devnode", "get nodes --subresource proxy", "no"],
	[3, anyScale, "jane", "update deployments.apps --subresource scale -n dev", "yes"],
	[3, anyScale, "jane", "update deployments.apps/scale web -n prod", "yes"],
	[4, anyScale, "jane", "update deployments.apps web", "no"],
	[5, podsStar, "jane", "create pods/exec web", "no"],
	[6, star, "jane", "create pods/exec web", "yes"],
	[7, pods, "jane", "get pods/log web", "no"],
	[7, pods, "jane", "get pods web", "yes"],
	[8, healthz, "jane", "get /healthz/ready", "yes"],
	[8, healthz, "jane", "get /healthzfoo", "yes"],
	[8, healthz, "jane", "get /health", "no"],
	[9, logs, "jane", "get /logs", "no"],
	[9, logs, "jane", "get /logs/", "yes"],
	[10, healthzByRoleBinding, "jane", "get /healthz", "no"],
	[11, botWithoutNamespace, "sa:dev/bot", "get pods -n dev", "yes"],
	[12, botWithoutNamespace, "sa:prod/bot", "get pods -n dev", "no"],
	[13, botAsUser, "sa:dev/bot", "get pods -n dev", "yes"],
	[13, botAsUser, "sa:prod/bot", "get pods -n dev", "no"],
	[14, accountsOfDev, "sa:dev/x", "get pods -n dev", "yes"],
	[14, accountsOfDev, "sa:prod/x", "get pods -n dev", "no"],
	[15, botClusterWide, "sa:dev/bot", "get pods -n dev", "no"],
	[15, botClusterWide, "sa:default/bot", "get pods", "no"],
	[16, everybody, "jane", "get pods", "yes"],
	[17, everybody, "system:anonymous", "get pods", "no"],
	[18, oneSecret, "jane", "get secrets/one", "yes"],
	[18, oneSecret, "jane", "get secrets/two", "no"],
	[18, oneSecret, "jane", "get secrets", "no"],
	[19, oneSecret, "jane", "list secrets", "no"],
	[19, oneSecret, "jane", "list secrets one", "yes"],
	[19, oneSecret, "jane", "watch secrets one", "yes"],
	[20, oneSecret, "jane", "create secrets one", "no"],
	[21, oneSecret, "jane", "deletecollection secrets one", "no"],
	[22, twoRules, "jane", "get secrets", "yes"],
	[22, twoRules, "jane", "list secrets", "yes"],
	[22, twoRules, "jane", "update secrets/one", "yes"],
	[22, twoRules, "jane", "update secrets/two", "no"],
	[23, example, "jane", "delete ingresses.networking.k8s.io/x", "no"],
	[23, example, "jane", "delete ingresses.example.com x", "yes"],
	[24, extensions, "jane", "get deployments.apps", "no"],
	[25, dangling, "sa:dev/bot", "get pods -n dev", "yes"],
	[26, nsOwner, "nsowner", "delete namespaces/dev", "yes"],
	[26, nsOwner, "nsowner", "delete namespaces/prod", "no"],
	[26, nsOwner, "nsowner", "list namespaces", "no"],
	[26, nsOwner, "nsowner", "get namespaces/dev -n prod", "yes"],
	[27, samename, "user:samename", "get secrets", "no"],
	[27, samename, "user:samename", "get configmaps", "yes"],
	[28, samename, "group:samename", "get secrets", "yes"],
	[29, groupFirst, "sa:dev/s1", "list secrets -n dev", "yes"],
	[29, groupFirst, "sa:dev/s2", "list secrets -n dev", "no"],
	[30, monitoring, "jane", "get pods", "yes"],
	[30, monitoring, "jane", "list pods", "yes"],
	[30, monitoring, "jane", "watch pods", "no"],
	[30, monitoring, "jane", "delete pods", "no"],
	[31, impersonator, "imp", "impersonate users bob", "yes"],
	[31, impersonator, "imp", "impersonate groups ops", "no"],
	[31, impersonator, "imp", "impersonate serviceaccounts x -n dev", "no"],
	[32, impersonatorInDev, "imp", "impersonate users bob -n dev", "no"],
	[32, impersonatorInDev, "imp", "impersonate serviceaccounts x -n dev", "yes"],
	[33, [], "root +system:masters", "delete nodes n1", "yes"],
	[33, [], "group:system:masters", "get /metrics", "yes"],
	[33, [], "root", "delete nodes n1", "no"],
	[34, everyVerb, "jane", "* *", "no"],
	[34, everyVerb, "jane", "get pods", "yes"],
];

const typed = lines.map(([line, objects, who, question, verdict]) => ({
	line,
	objects,
	who,
	question,
	verdict,
}));

describe("as typed", () => {
	test.each(typed)("$line: $who, $question: $verdict", ({ objects, who, question, verdict }) => {
		expect(ask(objects, who, question).verdict).toBe(verdict);
	});
});

describe("as raw attributes", () => {
	const jane = { name: "jane", groups: [] };

	test("16: a review adds no groups, so a binding to system:authenticated gives a bare user nothing", () => {
		const request = { verb: "get", resource: "pods", namespace: "default" };
		expect(askRaw(everybody, jane, request).verdict).toBe("no");
		const member = { name: "jane", groups: ["system:authenticated"] };
		expect(askRaw(everybody, member, request).verdict).toBe("yes");
	});

	test("20: a PUT that creates carries the name, so resourceNames can allow it", () => {
		const request = { verb: "create", resource: "secrets", namespace: "default" };
		expect(askRaw(oneSecret, jane, { ...request, name: "one" }).verdict).toBe("yes");
		expect(askRaw(oneSecret, jane, { ...request, name: "two" }).verdict).toBe("no");
	});

	test("25: a deny names the roles that do not exist, and nothing else of the binding", () => {
		const bot = { name: "system:serviceaccount:dev:bot", groups: [] };
		const asked = askRaw(dangling, bot, { verb: "delete", resource: "pods", namespace: "dev" });
		expect(asked.verdict).toBe("unknown");
		expect(asked.reason).toBe(
			'rbac: RBAC: role.rbac.authorization.k8s.io "does-not-exist" not found',
		);
	});

	test("33: a binding to system:masters is not what gives its members everything", () => {
		const objects = [
			role("r", rule("get", "pods")),
			bind("b", "ClusterRole/r", "group:system:masters"),
		];
		const master = { name: "root", groups: ["system:masters"] };
		expect(askRaw(objects, master, { verb: "delete", resource: "nodes" }).reason).toBe("");
	});

	test("34: the request `*` needs a literal `*` in verbs, groups and resources", () => {
		const request = { verb: "*", apiGroup: "*", resource: "*" };
		const all = everywhere(rule("*", "*", { groups: ["*"] }));
		expect(askRaw(all, jane, request).verdict).toBe("yes");
		expect(askRaw(everyVerb, jane, request).verdict).toBe("no");
	});
});
