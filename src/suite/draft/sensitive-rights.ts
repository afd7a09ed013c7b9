/** A right that leads to more power or to secrets: who holds it is worth a closed list. */
export interface SensitiveRight {
	readonly id: string;
	/** What whoever holds it can do with it. */
	readonly why: string;
	/** A phrase without its scope. */
	readonly words: string;
	readonly isNamespaced: boolean;
}

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";

/** The gravest first. */
export const sensitiveRights: readonly SensitiveRight[] = [
	inside("reads-secrets", "passwords, keys and the tokens of accounts", "read secrets"),
	inside(
		"writes-secrets",
		"whoever writes a Secret can have a token put into it",
		"create,update,patch secrets",
	),
	inside(
		"enters-pods",
		"commands in running pods, with all that those may do",
		"create,get pods/exec,pods/attach,pods/portforward",
	),
	inside(
		"creates-pods",
		"a pod runs as any account of its namespace and mounts any of its Secrets",
		"create pods",
	),
	inside(
		"changes-workloads",
		"what makes pods can be made to run anything",
		"create,update,patch deployments.apps,daemonsets.apps,statefulsets.apps,replicasets.apps,jobs.batch,cronjobs.batch,replicationcontrollers",
	),
	inside("mints-tokens", "a token of any account of the namespace", "create serviceaccounts/token"),
	inside(
		"binds-roles",
		"the rights of roles for anybody, as far as the server lets them",
		`create,update,patch rolebindings.${rbac}`,
	),
	inside(
		"writes-roles",
		"other rights for all that a role is bound to",
		`create,update,patch roles.${rbac}`,
	),
	inside("escalates", "rights that the writer does not hold", `bind,escalate roles.${rbac}`),
	inside(
		"impersonates-accounts",
		"everything that an account may do",
		"impersonate serviceaccounts",
	),
	clusterWide(
		"binds-cluster-roles",
		"rights everywhere, as far as the server lets them",
		`create,update,patch clusterrolebindings.${rbac}`,
	),
	clusterWide(
		"writes-cluster-roles",
		"other rights for all that a ClusterRole is bound to",
		`create,update,patch clusterroles.${rbac}`,
	),
	clusterWide(
		"escalates-cluster-roles",
		"rights that the writer does not hold",
		`bind,escalate clusterroles.${rbac}`,
	),
	clusterWide("impersonates", "everything that somebody else may do", "impersonate users,groups"),
	clusterWide(
		"reaches-nodes",
		"every pod of a node, past admission and audit",
		"get,create nodes/proxy",
	),
	clusterWide(
		"approves-certificates",
		"a certificate of any name",
		"update,patch certificatesigningrequests.certificates.k8s.io/approval",
	),
	clusterWide(
		"changes-admission",
		"what the server is sent, for everybody",
		`create,update,patch mutatingwebhookconfigurations.${admission},validatingwebhookconfigurations.${admission}`,
	),
];

function inside(id: string, why: string, words: string): SensitiveRight {
	return { id, why, words, isNamespaced: true };
}

function clusterWide(id: string, why: string, words: string): SensitiveRight {
	return { id, why, words, isNamespaced: false };
}
