// Cluster-scoped things that the server nevertheless decides in a namespace, so that RoleBindings reach them.

/** A Namespace is decided in the namespace of its own name, and so is OpenShift's Project. */
export function isNamespaceItself(apiGroup: string, resource: string): boolean {
	return (
		(resource === "namespaces" && apiGroup === "") ||
		(resource === "projects" && apiGroup === "project.openshift.io")
	);
}

const placesOfChecks: ReadonlyMap<string, string> = new Map([
	["bind clusterroles.rbac.authorization.k8s.io", "binding"],
	["use securitycontextconstraints.security.openshift.io", "pod"],
]);

/**
 * No client sends these: the server asks them itself while it admits an object, in the namespace of that object.
 * Returns what the object is; undefined for everything else.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/registry/rbac/rolebinding/policybased/storage.go
 */
export function placeOfCheck(verb: string, apiGroup: string, resource: string): string | undefined {
	return placesOfChecks.get(`${verb} ${resource}.${apiGroup}`);
}
