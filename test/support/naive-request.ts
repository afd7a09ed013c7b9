import type * as K from "./plain.ts";

// Who asks and what is asked, as the specification words it: sections 2 and 3.4.

/** The user that an impersonating request acts as. */
export function effectiveUser(name: string, given: readonly string[]): K.User {
	const account = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name);
	const own = ["system:serviceaccounts", `system:serviceaccounts:${account?.[1]}`];
	const groups = account !== null && given.length === 0 ? own : [...new Set(given)];
	const [anybody, nobody] = ["system:authenticated", "system:unauthenticated"];
	if (name === "system:anonymous") {
		return { name, groups: groups.includes(nobody) ? groups : [...groups, nobody] };
	}
	const known = groups.includes(anybody) || groups.includes(nobody);
	return { name, groups: known ? groups : [...groups, anybody] };
}

/** Resources and whether they live in namespaces. */
export const resources: readonly {
	readonly typed: string;
	readonly apiGroup: string;
	readonly resource: string;
	readonly scope: "namespace" | "cluster" | "itself";
}[] = [
	{ typed: "pods", apiGroup: "", resource: "pods", scope: "namespace" },
	{ typed: "deploy.apps", apiGroup: "apps", resource: "deployments", scope: "namespace" },
	{ typed: "node", apiGroup: "", resource: "nodes", scope: "cluster" },
	{ typed: "ns", apiGroup: "", resource: "namespaces", scope: "itself" },
];

/** The attributes of the request that a client sends for these words. */
export function sentRequest(
	verb: string,
	asked: (typeof resources)[number],
	name: string,
	namespace: string,
): K.Request {
	const { apiGroup, resource, scope } = asked;
	const isNameless = verb === "create" || verb === "deletecollection";
	const sent = isNameless ? "" : name;
	const onObject = ["get", "update", "patch", "delete"].includes(verb);
	const itself = onObject ? sent : "";
	const where = { namespace, cluster: "", itself }[scope];
	return { verb, apiGroup, resource, subresource: "", namespace: where, name: sent };
}
