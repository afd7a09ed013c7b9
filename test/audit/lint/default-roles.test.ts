import { expect, test } from "vitest";
import { bindingText, getServices, lintHits, roleText } from "../../support/lint-hits.ts";

const to = "rbac.authorization.k8s.io/aggregate-to-";

function ruleText(verbs: string, group: string, resources: string): string {
	return `[{apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]}]`;
}

function gathered(target: string, rules: string): readonly unknown[] {
	const text = roleText("a", rules, `, labels: {${to}${target}: "true"}`);
	return lintHits("aggregates-into-default", text).map(({ severity }) => severity);
}

const rbac = "rbac.authorization.k8s.io";

// What view, edit and admin are for: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
test.each<readonly [string, string, string, string | undefined]>([
	["view", "get widgets", ruleText("get", "example.com", "widgets"), undefined],
	["view", "get Secrets", ruleText("get", "", "secrets"), "high"],
	["view", "everything of core", ruleText('get,"list"', "", '"*"'), "high"],
	["view", "update widgets", ruleText("update", "example.com", "widgets"), "high"],
	["view", "get pods/exec", ruleText("get", "", "pods/exec"), "high"],
	["view", "get pods/log", ruleText("get", "", "pods/log"), undefined],
	["view", "list rolebindings", ruleText("list", rbac, "rolebindings"), "medium"],
	[
		"view",
		"ask what is allowed",
		ruleText("create", "authorization.k8s.io", "selfsubjectaccessreviews"),
		undefined,
	],
	["edit", "get Secrets, as edit may", ruleText("get", "", "secrets"), undefined],
	[
		"edit",
		"impersonate accounts, as edit may",
		ruleText("impersonate", "", "serviceaccounts"),
		undefined,
	],
	["edit", "update widgets", ruleText("update", "example.com", "widgets"), undefined],
	["edit", "create rolebindings", ruleText("create", rbac, "rolebindings"), "high"],
	["edit", "create nodes/proxy", ruleText("create", "", "nodes/proxy"), "high"],
	[
		"edit",
		"create Kustomizations",
		ruleText("create", "kustomize.toolkit.fluxcd.io", "kustomizations"),
		"high",
	],
	["edit", "create namespaces", ruleText("create", "", "namespaces"), "medium"],
	[
		"admin",
		"create rolebindings, as admin may",
		ruleText("create", rbac, "rolebindings"),
		undefined,
	],
	["admin", "escalate roles", ruleText("escalate", rbac, "roles"), "medium"],
	[
		"admin",
		"patch webhooks",
		ruleText("patch", "admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
		"medium",
	],
])("%s: %s", (target, _title, rules, severity) => {
	expect(gathered(target, rules)).toEqual(severity === undefined ? [] : [severity]);
});

test("it says who gains it, also by the default roles that gather the default role", () => {
	const text =
		roleText("a", ruleText("get", "", "secrets"), `, labels: {${to}view: "true"}`) +
		bindingText("shop/v", "ClusterRole/view", ["user:jane"]) +
		bindingText("stock/e", "ClusterRole/edit", ["user:joe"]);
	const [hit, ...others] = lintHits("aggregates-into-default", text);
	expect(others).toEqual([]);
	expect(hit?.message).toBe(
		"ClusterRole/a is gathered into ClusterRole `view`, and so into `edit` and `admin`: everybody who has `view` reads Secrets; 2 bindings give it today",
	);
	expect(hit?.place).toMatchObject({ line: 5 });
});

test("labels for several targets are one finding, of the weakest", () => {
	const labels = `, labels: {${to}admin: "true", ${to}edit: "true", ${to}view: "true"}`;
	const hits = lintHits(
		"aggregates-into-default",
		roleText("a", ruleText("get", "", "secrets"), labels),
	);
	expect(hits.map(({ message }) => message)).toEqual([
		expect.stringContaining("is gathered into ClusterRole `view`"),
	]);
	const fix = `remove the labels \`${to}view\` and \`${to}edit\` and \`${to}admin\`, and bind`;
	expect(hits[0]?.fix?.words).toContain(fix);
});

function changed(text: string): readonly (string | undefined)[] {
	return lintHits("default-role-changed", text).map(({ severity = "policy" }) => severity);
}

const monitoring =
	'{nonResourceURLs: [/metrics, /metrics/slis, /livez, /readyz, /healthz, "/livez/*", "/readyz/*", "/healthz/*", /statusz, /flagz], verbs: [get]}';
const extra = '{apiGroups: [""], resources: [services], verbs: [get]}';

test("a default role with more, with less, as it is", () => {
	expect(changed(roleText("system:monitoring", `[${monitoring}, ${extra}]`))).toEqual(["policy"]);
	expect(changed(roleText("system:basic-user", "[]"))).toEqual(["low"]);
	expect(
		changed(
			roleText(
				"cluster-admin",
				'[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}, {nonResourceURLs: ["*"], verbs: ["*"]}]',
			),
		),
	).toEqual([]);
	expect(changed(roleText("shop:reader", getServices))).toEqual([]);
	// A Role of that name is another object.
	expect(changed(roleText("shop/view", getServices))).toEqual([]);
	const [hit] = lintHits(
		"default-role-changed",
		roleText("system:monitoring", `[${monitoring}, ${extra}]`),
	);
	expect(hit?.message).toContain("here it allows more: `get services");
});

test("what keeps the API server from putting a default role right", () => {
	const off = ', annotations: {rbac.authorization.kubernetes.io/autoupdate: "false"}';
	const all =
		'[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}, {nonResourceURLs: ["*"], verbs: ["*"]}]';
	expect(changed(roleText("cluster-admin", all, off))).toEqual(["medium"]);
	expect(changed(roleText("cluster-admin", all, off.replace("false", "true")))).toEqual([]);
});

test("a default binding with further subjects", () => {
	const masters = "group:system:masters";
	expect(changed(bindingText("cluster-admin", "ClusterRole/cluster-admin", [masters]))).toEqual([]);
	expect(
		changed(bindingText("cluster-admin", "ClusterRole/cluster-admin", [masters, "user:jane"])),
	).toEqual(["policy"]);
});
