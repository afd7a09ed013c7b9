import type { PolicyRule } from "../model/rule.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";

/** What an example is taken from first, the most telling first: ways to more power, then to data. */
export function dangerousRegions(sets: PermissionSets): readonly PermissionSet[] {
	return telling.map(([verbs, apiGroup, resources]) =>
		sets.ofRules([ruleOf(verbs.split(","), apiGroup, resources.split(","))]),
	);
}

const rbac = "rbac.authorization.k8s.io";
const telling: readonly (readonly [string, string, string])[] = [
	["impersonate", "", "users,groups,serviceaccounts"],
	["escalate,bind", rbac, "clusterroles,roles"],
	["create,update,patch", rbac, "clusterrolebindings,rolebindings"],
	["list,get,watch", "", "secrets"],
	["create", "", "serviceaccounts/token"],
	["create,get", "", "pods/exec,pods/attach,nodes/proxy"],
	["create", "", "pods"],
	["create,update,patch", "apps", "deployments,daemonsets,statefulsets"],
	["create,update,patch,delete", "", "secrets,serviceaccounts,configmaps,nodes,namespaces"],
];

function ruleOf(
	verbs: readonly string[],
	apiGroup: string,
	resources: readonly string[],
): PolicyRule {
	return { verbs, apiGroups: [apiGroup], resources, resourceNames: [], nonResourceURLs: [] };
}
