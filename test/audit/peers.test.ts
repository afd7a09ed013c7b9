import { expect, test } from "vitest";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";

// Mistakes that other audits were seen to make, each with a few manifests and what is true of them.
const policies = shippedPolicies().filter(({ pack }) => ["risk", "subjects"].includes(pack));

interface Mistake {
	readonly title: string;
	readonly manifests: string;
	/** Policies that have to be found, and that must not be, of risk and subjects. */
	readonly found?: readonly string[];
	readonly not?: readonly string[];
}

const core = '""';
const rbac = "rbac.authorization.k8s.io";

const mistakes: readonly Mistake[] = [
	{
		title: "a RoleBinding is taken to give cluster-scoped resources",
		manifests: granted("create,get", core, "nodes/proxy", { in: "dev" }),
		not: ["proxy-to-nodes"],
	},
	{
		title: "a RoleBinding is taken to let impersonate users",
		manifests: granted("impersonate", core, "users", { in: "dev" }),
		not: ["impersonate-users"],
	},
	{
		title: "accounts of a namespace are not impersonated by a RoleBinding",
		manifests: granted("impersonate", core, "serviceaccounts", { in: "dev" }),
		found: ["impersonate-users"],
	},
	{
		title: "a star before the slash is overlooked",
		manifests: granted("create", core, '"*/exec"'),
		found: ["enter-pods"],
	},
	{
		title: "a star after the slash is taken for one",
		manifests: granted("create,get", core, '"pods/*"'),
		not: ["enter-pods", "change-pods"],
	},
	{
		title: "every resource is not every subresource",
		manifests: granted("create", core, '"*"'),
		found: ["enter-pods"],
	},
	{
		title: "a resource is taken for its subresources",
		manifests: granted("get", core, "pods"),
		not: ["enter-pods", "read-logs"],
	},
	{
		title: "a Secret of another API group is taken for a Secret",
		manifests: granted('"*"', "example.com", "secrets"),
		not: ["read-secrets", "change-secrets"],
	},
	{
		title: "every resource of another API group is taken for everything",
		manifests: granted('"*"', "dex.coreos.com", '"*"'),
		not: ["cluster-admin", "read-secrets", "create-pods"],
	},
	{
		title: "the core group is spelled `core`",
		manifests: granted("list", "core", "secrets"),
		not: ["read-secrets"],
	},
	{
		title: "Deployments are looked for in the core group",
		manifests: granted("create", core, "deployments"),
		not: ["create-pods", "change-workloads"],
	},
	{
		title: "workloads of the group apps are overlooked",
		manifests: granted("create,update", "apps", "deployments"),
		found: ["create-pods", "change-workloads"],
	},
	{
		title: "a name in resourceNames is taken for a glob",
		manifests: granted("get", core, "secrets", { names: '"on*"' }),
		not: ["read-secrets"],
	},
	{
		title: "resource words are taken for globs",
		manifests: granted("get,list", core, '"secret*"'),
		not: ["read-secrets", "read-named-secrets"],
	},
	{
		title: "names are ignored: one Secret is taken for all",
		manifests: granted("get", core, "secrets", { names: "one" }),
		found: ["read-named-secrets"],
		not: ["read-secrets"],
	},
	{
		title: "rules with names are ignored: a name changes nothing of a workload's power",
		manifests: granted("update", "apps", "deployments", { names: "web", in: "kube-system" }),
		found: ["change-workloads"],
	},
	{
		title: "a second rule for a resource replaces the first",
		manifests:
			granted("list", core, "secrets") + granted("update", core, "secrets", { names: "one" }),
		found: ["read-secrets"],
	},
	{
		title: "what two roles give together is not put together",
		manifests:
			granted("bind", rbac, "clusterroles") + granted("create", rbac, "clusterrolebindings"),
		found: ["bind-roles"],
	},
	{
		title: "bind without any write of bindings is taken for cluster-admin",
		manifests: granted("bind", rbac, "clusterroles"),
		found: ["unused-rbac-verb"],
		not: ["bind-roles", "cluster-admin"],
	},
	{
		title: "bind on bindings is taken for bind",
		manifests: granted("bind", rbac, "rolebindings,clusterrolebindings"),
		not: ["bind-roles", "unused-rbac-verb"],
	},
	{
		title: "a write of bindings without bind is taken for cluster-admin",
		manifests: granted("create", rbac, "clusterrolebindings"),
		not: ["bind-roles", "cluster-admin"],
	},
	{
		title: "escalate without a write of roles is taken for cluster-admin",
		manifests: granted("escalate", rbac, "clusterroles"),
		found: ["unused-rbac-verb"],
		not: ["escalate-roles", "cluster-admin"],
	},
	{
		title: "groups alone are taken for system:masters",
		manifests: granted("impersonate", core, "groups"),
		found: ["unused-rbac-verb"],
		not: ["impersonate-users"],
	},
	{
		title: "bare `userextras` are taken for a way to impersonate",
		manifests: granted("impersonate", "authentication.k8s.io", "userextras"),
		not: ["impersonate-users", "unused-rbac-verb"],
	},
	{
		title: "every star inside one namespace is taken for cluster-admin",
		manifests: granted('"*"', '"*"', '"*"', { in: "dev" }),
		found: ["namespace-admin"],
		not: ["all-resources", "cluster-admin", "proxy-to-nodes"],
	},
	{
		title: "nodes/proxy is told for create alone",
		manifests: granted("get", core, "nodes/proxy"),
		found: ["proxy-to-nodes"],
	},
	{
		title: "exec needs a right to get pods besides",
		manifests: granted("create", core, "pods/exec"),
		found: ["enter-pods"],
	},
	{
		title: "Secrets are read by get and list alone",
		manifests: granted("watch", core, "secrets"),
		found: ["read-secrets"],
	},
	{
		title: "Secrets are not read by deletecollection",
		manifests: granted("deletecollection", core, "secrets"),
		found: ["read-secrets"],
	},
	{
		title: "patch of webhooks is overlooked",
		manifests: granted("patch", "admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
		found: ["change-admission"],
	},
	{
		title: "patch of Jobs is taken for a change of what they run",
		manifests: granted("patch", "batch", "jobs"),
		not: ["change-workloads"],
	},
	{
		title: "delete of pods/log is taken for a risk",
		manifests: granted("delete", core, "pods/log"),
		not: ["read-logs", "stop-workloads", "delete-events"],
	},
	{
		title: "events of their own group are overlooked",
		manifests: granted("delete", "events.k8s.io", "events"),
		found: ["delete-events"],
	},
	{
		title: "a RoleBinding to a ClusterRole gives nothing",
		manifests: granted("list", core, "secrets", { in: "dev" }),
		found: ["read-secrets"],
	},
	{
		title: "all verbs of a list are needed in one rule",
		manifests: granted("create", core, "serviceaccounts/token"),
		found: ["mint-tokens"],
	},
	{
		title: "an account without a namespace is nobody in a RoleBinding",
		manifests: granted("list", core, "secrets", {
			in: "dev",
			subject: "{kind: ServiceAccount, name: bot}",
		}),
		found: ["read-secrets"],
	},
	{
		title: "an account spelled as a User is overlooked",
		manifests: granted("list", core, "secrets", {
			subject: user("system:serviceaccount:dev:bot"),
		}),
		found: ["read-secrets"],
	},
	{
		title: "an account after a group in one list is lost",
		manifests: granted("list", core, "secrets", {
			subject: `${group("ops")}, {kind: ServiceAccount, namespace: dev, name: s1}`,
		}),
		found: ["read-secrets"],
	},
	{
		title: "whatever begins with `system:` is left out",
		manifests: granted('"*"', '"*"', '"*"', { subject: group("system:evil") }),
		found: ["all-resources"],
	},
	{
		title: "a role called `admin` is left out",
		manifests: role("admin-of-all", '"*"', '"*"', '"*"') + bound("admin-of-all"),
		found: ["all-resources"],
	},
	{
		title: "groups of everybody are opaque",
		manifests: granted("list", core, "secrets", { subject: group("system:authenticated") }),
		found: ["read-secrets"],
	},
	{
		title: "anonymous rights are looked for among ClusterRoleBindings alone",
		manifests: granted("list", core, "secrets", {
			in: "dev",
			subject: group("system:unauthenticated"),
		}),
		found: ["read-secrets"],
	},
	{
		title: "aggregated roles have no rules",
		manifests:
			role("part", "list", core, "secrets", 'labels: {agg: "true"}') +
			aggregated("sum", "{matchExpressions: [{key: agg, operator: In, values: ['true', b]}]}") +
			bound("sum"),
		found: ["read-secrets"],
	},
	{
		title: "the rules that an aggregated role writes itself count",
		manifests:
			role("part", "get", core, "pods", 'labels: {agg: "true"}') +
			aggregated("sum", '{matchLabels: {agg: "true"}}', "list", "secrets") +
			bound("sum"),
		not: ["read-secrets"],
	},
	{
		title: "roles are looked up by name alone: a Role for a ClusterRole",
		manifests:
			role("same", "get", core, "pods") +
			role("same", "list", core, "secrets", "namespace: dev") +
			bound("same", "dev"),
		not: ["read-secrets"],
	},
	{
		title: "Roles of one name in two namespaces are mixed up",
		manifests:
			role("same", "get", core, "pods", "namespace: dev") +
			role("same", "list", core, "secrets", "namespace: prod") +
			bound("same", "dev", "Role"),
		not: ["read-secrets"],
	},
	{
		title: "a binding to a role that is not there ends the audit",
		manifests: bound("gone") + granted("list", core, "secrets"),
		found: ["read-secrets"],
	},
	{
		title: "a User and a Group of one name are mixed up",
		manifests:
			granted("list", core, "secrets", { subject: group("same") }) +
			granted("get", core, "configmaps", { subject: user("same") }),
		found: ["read-secrets"],
	},
	{
		title: "labels of a namespace are not changed by a RoleBinding inside of it",
		manifests: granted("patch", core, "namespaces", { in: "dev" }),
		found: ["change-namespaces"],
	},
];

test.each(mistakes)("$title", ({ manifests, found = [], not = [] }) => {
	const ids = idsIn(manifests);
	expect(
		found.filter((id) => !ids.includes(id)),
		`of ${ids}`,
	).toEqual([]);
	expect(not.filter((id) => ids.includes(id))).toEqual([]);
});

test("the policies are those that there are", () => {
	const known = policies.map(({ id }) => id);
	const named = mistakes.flatMap(({ found = [], not = [] }) => [...found, ...not]);
	expect(named.filter((id) => !known.includes(id))).toEqual([]);
});

test("a Group's rights are told of the Group, not of a User of its name", () => {
	const text = granted("list", core, "secrets", { subject: group("same") });
	const users = granted("get", core, "configmaps", { subject: user("same") });
	const { findings } = runAudit(policies, { texts: [{ file: "rbac.yaml", text: text + users }] });
	const read = findings.filter(({ policy }) => policy === "read-secrets");
	expect(read.map(({ message }) => message)).toEqual([
		"group:same can read every Secret in every namespace",
	]);
});

function idsIn(text: string): readonly string[] {
	const asked = policies.filter(({ isOptional }) => !isOptional);
	const { findings } = runAudit(asked, { texts: [{ file: "rbac.yaml", text }] });
	const held = findings.filter(({ concerned }) => concerned.kind === "subject");
	return [...new Set(held.flatMap(({ policy, implies }) => [policy, ...implies]))].sort();
}

function user(name: string): string {
	return `{apiGroup: ${rbac}, kind: User, name: "${name}"}`;
}

function group(name: string): string {
	return `{apiGroup: ${rbac}, kind: Group, name: "${name}"}`;
}

/** A ClusterRole with one rule, bound to one user: everywhere, or in a namespace. */
function granted(
	verbs: string,
	groups: string,
	resources: string,
	more: { readonly in?: string; readonly names?: string; readonly subject?: string } = {},
): string {
	const words = [verbs, groups, resources, more.names ?? ""].join("-");
	const name = words.replaceAll("*", "star").replaceAll(/[^a-z]+/g, "-");
	const names = more.names === undefined ? "" : `, resourceNames: [${more.names}]`;
	return (
		role(`r-${name}-x`, verbs, groups, resources, "", names) +
		bound(`r-${name}-x`, more.in, "ClusterRole", more.subject)
	);
}

function role(
	name: string,
	verbs: string,
	groups: string,
	resources: string,
	metadata = "",
	names = "",
): string {
	const kind = metadata.startsWith("namespace") ? "Role" : "ClusterRole";
	const more = metadata === "" ? "" : `, ${metadata}`;
	const rule = `{apiGroups: [${groups}], resources: [${resources}], verbs: [${verbs}]${names}}`;
	return `apiVersion: ${rbac}/v1\nkind: ${kind}\nmetadata: {name: ${name}${more}}\nrules: [${rule}]\n---\n`;
}

function aggregated(name: string, selector: string, verbs = "", resources = ""): string {
	const rules =
		verbs === "" ? "" : `{apiGroups: [""], resources: [${resources}], verbs: [${verbs}]}`;
	return `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: ${name}}\naggregationRule: {clusterRoleSelectors: [${selector}]}\nrules: [${rules}]\n---\n`;
}

function bound(name: string, namespace = "", kind = "ClusterRole", subject = user("jo")): string {
	const binding = namespace === "" ? "ClusterRoleBinding" : "RoleBinding";
	const where = namespace === "" ? "" : `, namespace: ${namespace}`;
	return `apiVersion: ${rbac}/v1\nkind: ${binding}\nmetadata: {name: ${name}${where}}\nroleRef: {apiGroup: ${rbac}, kind: ${kind}, name: ${name}}\nsubjects: [${subject}]\n---\n`;
}
