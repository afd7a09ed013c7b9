import type { Catalog, CatalogResource } from "../model/catalog.ts";
import { compareText } from "../model/text-order.ts";
import { kubernetesResources, openShiftResources } from "./kubernetes-data.ts";

/** What a cluster that nobody has asked serves: its version's own resources, and OpenShift's where it is one. */
export function assumedResources(minor: string, isOpenShift: boolean): readonly CatalogResource[] {
	const own = kubernetesResources(minor);
	return isOpenShift ? [...own, ...openShiftResources()] : own;
}

/** The resources of a cluster after the input's CRDs. */
export function clusterCatalog(
	resources: readonly CatalogResource[],
	customResources: ReadonlyMap<string, CatalogResource>,
): Catalog {
	const served = resources.filter(
		({ group, resource }) => !customResources.has(`${group}/${resource}`),
	);
	const custom = [...customResources.values()].sort(
		(a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource),
	);
	return { resources: [...served, ...custom] };
}
