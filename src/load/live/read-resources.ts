import type { CatalogResource } from "../../model/catalog.ts";
import {
	type Cut,
	cutAccount,
	cutBinding,
	cutGroup,
	cutLabelled,
	cutNamed,
	cutRole,
	cutWorkload,
} from "./kept-object.ts";

/** A kind of object that is read from a cluster. */
export interface ReadResource {
	readonly group: string;
	readonly version: string;
	readonly resource: string;
	readonly kind: string;
	readonly namespaced: boolean;
	readonly cut: Cut;
	/**
	 * `rbac` decides, `subject` says who there is, `workload` who uses what. Where not all namespaces may be read, rbac
	 * and subjects are read namespace by namespace.
	 */
	readonly about: "rbac" | "subject" | "workload";
}

const rbac = { group: "rbac.authorization.k8s.io", version: "v1", about: "rbac" } as const;
const template = ["spec", "template", "spec"] as const;

function workload(group: string, resource: string, kind: string, path: readonly string[]) {
	const about = "workload" as const;
	return { group, version: "v1", resource, kind, namespaced: true, cut: cutWorkload(path), about };
}

/** All that is read, in the order of reading. */
export const readResources: readonly ReadResource[] = [
	{ ...rbac, resource: "clusterroles", kind: "ClusterRole", namespaced: false, cut: cutRole },
	{
		...rbac,
		resource: "clusterrolebindings",
		kind: "ClusterRoleBinding",
		namespaced: false,
		cut: cutBinding,
	},
	{ ...rbac, resource: "roles", kind: "Role", namespaced: true, cut: cutRole },
	{ ...rbac, resource: "rolebindings", kind: "RoleBinding", namespaced: true, cut: cutBinding },
	{
		group: "",
		version: "v1",
		resource: "serviceaccounts",
		kind: "ServiceAccount",
		namespaced: true,
		cut: cutAccount,
		about: "subject",
	},
	{
		group: "user.openshift.io",
		version: "v1",
		resource: "groups",
		kind: "Group",
		namespaced: false,
		cut: cutGroup,
		about: "subject",
	},
	{
		group: "user.openshift.io",
		version: "v1",
		resource: "users",
		kind: "User",
		namespaced: false,
		cut: cutNamed,
		about: "subject",
	},
	workload("apps", "deployments", "Deployment", template),
	workload("apps", "statefulsets", "StatefulSet", template),
	workload("apps", "daemonsets", "DaemonSet", template),
	workload("batch", "cronjobs", "CronJob", ["spec", "jobTemplate", ...template]),
	workload("batch", "jobs", "Job", template),
	workload("apps.openshift.io", "deploymentconfigs", "DeploymentConfig", template),
	workload("", "pods", "Pod", ["spec"]),
];

/** Read before all others: where not everything may be listed, the rest is read namespace by namespace. */
export const namespaces: ReadResource = {
	group: "",
	version: "v1",
	resource: "namespaces",
	kind: "Namespace",
	namespaced: false,
	cut: cutLabelled,
	about: "subject",
};

export function listPath(resource: ReadResource, namespace = ""): string {
	const { group, version } = resource;
	const base = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
	const within = namespace === "" ? "" : `/namespaces/${namespace}`;
	return `${base}${within}/${resource.resource}`;
}

/** Whether the cluster serves a kind; without a catalogue, whether every cluster does. */
export function isServed(
	resource: ReadResource,
	catalog: readonly CatalogResource[] | undefined,
): boolean {
	if (catalog === undefined) return !resource.group.endsWith("openshift.io");
	return catalog.some(
		(row) =>
			row.group === resource.group &&
			row.resource === resource.resource &&
			row.verbs.includes("list") &&
			row.versions.includes(resource.version),
	);
}
