import type { AuditSeverity } from "../../model/audit-policy.ts";

/** How much some verbs on some resources are worth, by where they are held. */
export interface PowerfulRow {
	readonly verbs: readonly string[];
	readonly apiGroup: string;
	readonly resources: readonly string[];
	readonly cluster: AuditSeverity;
	readonly sensitive: AuditSeverity | undefined;
	readonly namespace: AuditSeverity | undefined;
}

const rbac = "rbac.authorization.k8s.io";
const webhooks = "validatingwebhookconfigurations,mutatingwebhookconfigurations";
const workloads = "deployments,daemonsets,statefulsets,replicasets";

type Severities = readonly [AuditSeverity, AuditSeverity?, AuditSeverity?];
const rows: readonly (readonly [string, string, string, Severities])[] = [
	["impersonate", "", "users,groups", ["critical"]],
	["impersonate", "", "serviceaccounts", ["critical", "critical", "high"]],
	["escalate,bind", rbac, "clusterroles", ["critical", "critical", "high"]],
	["escalate,bind", rbac, "roles", ["critical", "critical", "high"]],
	["create,update,patch", rbac, "rolebindings,clusterrolebindings", ["medium", "medium", "low"]],
	["get,list,watch,deletecollection,patch", "", "secrets", ["critical", "critical", "high"]],
	["create,update", "", "secrets", ["high", "high", "medium"]],
	["create", "", "serviceaccounts/token", ["critical", "critical", "high"]],
	["create", "", "pods", ["critical", "critical", "high"]],
	["update,patch", "", "pods,pods/ephemeralcontainers", ["critical", "critical", "high"]],
	["create,get", "", "pods/exec,pods/attach", ["critical", "critical", "high"]],
	["create,update,patch", "apps", workloads, ["critical", "critical", "high"]],
	["create,update,patch", "", "replicationcontrollers", ["critical", "critical", "high"]],
	["create", "batch", "jobs", ["critical", "critical", "high"]],
	["create,update,patch", "batch", "cronjobs", ["critical", "critical", "high"]],
	["create,get", "", "nodes/proxy", ["critical"]],
	["create,update,patch", "admissionregistration.k8s.io", webhooks, ["critical"]],
	["create,update,patch", "apiregistration.k8s.io", "apiservices", ["critical"]],
	["create,update,patch", "apiextensions.k8s.io", "customresourcedefinitions", ["high"]],
	["create,update,patch", "", "persistentvolumes", ["high"]],
	["update,patch", "certificates.k8s.io", "certificatesigningrequests/approval", ["high"]],
	["approve,sign", "certificates.k8s.io", "signers", ["high"]],
	["update,patch", "", "namespaces", ["high", "medium", "medium"]],
	["update,patch,delete", "", "nodes", ["medium"]],
	["create,update,patch", "", "configmaps", ["medium", "high", "low"]],
	["create,update,patch", "", "serviceaccounts", ["medium", "medium", "low"]],
	["create,update,patch", "", "services,endpoints", ["medium", "medium", "low"]],
	[
		"create,update,patch",
		"networking.k8s.io",
		"ingresses,networkpolicies",
		["medium", "medium", "low"],
	],
	["delete,deletecollection", "", "pods,services,namespaces", ["medium", "medium", "low"]],
	["delete,deletecollection", "apps", workloads, ["medium", "medium", "low"]],
	["get,list,watch", "", "configmaps,pods,pods/log", ["low", "low", "low"]],
];

/** The few that decide how strong a grant is; the policies about permissions say all that there is to it. */
export const powerfulRows: readonly PowerfulRow[] = rows.map(
	([verbs, apiGroup, resources, [cluster, sensitive, namespace]]) => ({
		verbs: verbs.split(","),
		apiGroup,
		resources: resources.split(","),
		...{ cluster, sensitive, namespace },
	}),
);
