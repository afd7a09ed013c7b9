/**
 * A question about a resource, in the attributes the authorizer sees. All comparisons are exact. "" is the core
 * group, no subresource, no namespace (cluster-scoped, or all namespaces), no name.
 */
export interface ResourceRequest {
	readonly kind: "resource";
	readonly verb: string;
	readonly apiGroup: string;
	readonly resource: string;
	readonly subresource: string;
	readonly namespace: string;
	readonly name: string;
}

/** A question about a path that is no resource: `get /healthz`. */
export interface PathRequest {
	readonly kind: "path";
	readonly verb: string;
	readonly path: string;
}

export type Request = ResourceRequest | PathRequest;

/** The namespace whose RoleBindings count for a request; "" when none do. */
export function requestNamespace(request: Request): string {
	return request.kind === "resource" ? request.namespace : "";
}

/** The verbs of requests for resources, in the order tables show them. */
export const requestVerbs: readonly string[] = [
	"get",
	"list",
	"watch",
	"create",
	"update",
	"patch",
	"delete",
	"deletecollection",
];
