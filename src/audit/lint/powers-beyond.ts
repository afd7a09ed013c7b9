import type { PolicyRule } from "../../model/rule.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { PermissionSets } from "../../sets/permission-sets.ts";

/** Something that a default role is not for. */
export interface PowerBeyond {
	/** In words that follow whoever has the role: `reads Secrets`. */
	readonly says: string;
	readonly severity: "high" | "medium";
	readonly set: PermissionSet;
}

type Words = readonly [says: string, verbs: string, group: string, resources: string];

const rbac = "rbac.authorization.k8s.io";
const writes = "create,update,patch,delete,deletecollection";

/** Nobody should have these by being made a reader or an editor of a namespace, the most telling first. */
const powers: readonly Words[] = [
	["binds roles or raises them beyond its own rights", "bind,escalate", rbac, "roles,clusterroles"],
	[
		"writes roles or bindings",
		"create,update,patch",
		rbac,
		"roles,rolebindings,clusterroles,clusterrolebindings",
	],
	["acts as users or groups", "impersonate", "", "users,groups"],
	["uses SecurityContextConstraints", "use", "security.openshift.io", "securitycontextconstraints"],
	["reaches the kubelets", "get,create", "", "nodes/proxy"],
	[
		"writes Kustomizations, which Flux applies",
		"create,update,patch",
		"kustomize.toolkit.fluxcd.io",
		"kustomizations",
	],
	[
		"writes HelmReleases, which Flux applies",
		"create,update,patch",
		"helm.toolkit.fluxcd.io",
		"helmreleases",
	],
	[
		"writes Applications, which Argo CD applies",
		"create,update,patch",
		"argoproj.io",
		"applications,applicationsets,appprojects",
	],
	[
		"installs operators",
		"create,update,patch",
		"operators.coreos.com",
		"subscriptions,installplans,clusterserviceversions",
	],
];
const clusterWrites: readonly Words[] = [
	["writes admission webhooks and policies", writes, "admissionregistration.k8s.io", "*"],
	["writes CustomResourceDefinitions", writes, "apiextensions.k8s.io", "customresourcedefinitions"],
	["writes APIServices", writes, "apiregistration.k8s.io", "apiservices"],
	["writes nodes", "update,patch,delete", "", "nodes,nodes/status"],
	["writes PersistentVolumes", writes, "", "persistentvolumes"],
	["writes namespaces", writes, "", "namespaces"],
	["signs or approves certificates", "approve,sign,update,patch", "certificates.k8s.io", "*"],
];
const forView: readonly Words[] = [
	["reads Secrets", "get,list,watch", "", "secrets"],
	["runs commands in pods", "get,create", "", "pods/exec,pods/attach,pods/portforward"],
	["mints tokens of accounts", "create", "", "serviceaccounts/token"],
	["reads roles or bindings", "get,list,watch", rbac, "roles,rolebindings"],
];

/** By the default role that a role is gathered into. */
export function powersBeyond(
	sets: PermissionSets,
	target: "view" | "edit" | "admin",
): readonly PowerBeyond[] {
	const of = (words: readonly Words[], severity: PowerBeyond["severity"]): PowerBeyond[] =>
		words.map((one) => ({ says: one[0], severity, set: setOf(sets, one) }));
	if (target === "admin") return [...of(powers, "medium"), ...of(clusterWrites, "medium")];
	if (target === "edit") return [...of(powers, "high"), ...of(clusterWrites, "medium")];
	const [reading, ...graver] = forView.toReversed();
	return [
		...of(graver.toReversed(), "high"),
		...of(powers, "high"),
		{ says: "changes objects", severity: "high", set: anyWrite(sets) },
		...of(reading === undefined ? [] : [reading], "medium"),
	];
}

function setOf(sets: PermissionSets, [, verbs, group, resources]: Words): PermissionSet {
	return sets.ofRules([ruleOf(verbs, group, resources)]);
}

/** To ask what is allowed changes nothing. */
function anyWrite(sets: PermissionSets): PermissionSet {
	const asking = ["authorization.k8s.io", "authentication.k8s.io", "authorization.openshift.io"];
	const questions = asking.map((group) => ruleOf("create", group, "*"));
	return sets.ofRules([ruleOf(writes, "*", "*")]).difference(sets.ofRules(questions));
}

function ruleOf(verbs: string, group: string, resources: string): PolicyRule {
	return {
		verbs: verbs.split(","),
		apiGroups: [group],
		resources: resources.split(","),
		resourceNames: [],
		nonResourceURLs: [],
	};
}
