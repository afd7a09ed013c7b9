import type { Catalog, CatalogResource } from "../../src/model/catalog.ts";

function row(
	name: string,
	namespaced: boolean,
	more: Partial<CatalogResource> & { readonly kind: string },
): CatalogResource {
	const [resource = "", ...group] = name.split(".");
	return {
		group: group.join("."),
		resource,
		singular: more.kind.toLowerCase(),
		shortNames: [],
		namespaced,
		versions: ["v1"],
		verbs: ["get", "list", "create", "deletecollection"],
		subresources: [],
		...more,
	};
}

/** A few resources of each sort: namespaced or not, with subresources, in two groups, decided in themselves. */
export const smallCatalog: Catalog = {
	resources: [
		row("pods", true, {
			kind: "Pod",
			shortNames: ["po"],
			subresources: [
				{ name: "log", verbs: ["get"] },
				{ name: "exec", verbs: ["get", "create"] },
			],
		}),
		row("secrets", true, { kind: "Secret" }),
		row("nodes", false, { kind: "Node", verbs: ["get", "list"] }),
		row("namespaces", false, {
			kind: "Namespace",
			shortNames: ["ns"],
			verbs: ["get", "list", "create"],
			subresources: [{ name: "status", verbs: ["get"] }],
		}),
		row("events", true, { kind: "Event" }),
		row("events.events.k8s.io", true, { kind: "Event" }),
		row("deployments.apps", true, {
			kind: "Deployment",
			shortNames: ["deploy"],
			subresources: [{ name: "scale", verbs: ["get"] }],
		}),
		row("clusterroles.rbac.authorization.k8s.io", false, { kind: "ClusterRole" }),
	],
};
