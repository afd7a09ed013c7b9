import type { Binding } from "../../model/binding.ts";

/** Whether a binding is one that OpenShift makes itself, in every cluster, for everybody or for anybody. */
export function isOpenShiftDefault({ name, roleRef }: Binding): boolean {
	return roles.get(name) === roleRef.name;
}

const ownName = [
	"public-info-viewer",
	"discovery",
	"scc:restricted-v2",
	"scc:restricted-v3",
	"useroauthaccesstoken-manager",
].map((name): [string, string] => [`system:openshift:${name}`, `system:openshift:${name}`]);

/** Role by binding. */
const roles: ReadonlyMap<string, string> = new Map([
	...ownName,
	["basic-users", "basic-user"],
	["cluster-status-binding", "cluster-status"],
	["console-extensions-reader", "console-extensions-reader"],
	["helm-chartrepos-view", "helm-chartrepos-viewer"],
	["self-access-reviewers", "self-access-reviewer"],
	["self-provisioners", "self-provisioner"],
	["shared-resource-viewers", "shared-resource-viewer"],
	["system:build-strategy-docker-binding", "system:build-strategy-docker"],
	["system:build-strategy-jenkinspipeline-binding", "system:build-strategy-jenkinspipeline"],
	["system:build-strategy-source-binding", "system:build-strategy-source"],
	["system:oauth-token-deleters", "system:oauth-token-deleter"],
	["system:scope-impersonation", "system:scope-impersonation"],
	["system:webhooks", "system:webhook"],
]);
