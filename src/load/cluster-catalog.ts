import type { Catalog, CatalogResource } from "../model/catalog.ts";
import { compareText } from "../model/text-order.ts";
import { kubernetesResources, openShiftResources } from "./kubernetes-data.ts";

/** The resources of a cluster: the version's own, OpenShift's where the input is for OpenShift, and the input's CRDs. */
export function clusterCatalog(
	minor: string,
	isOpenShift: boolean,
	customResources: ReadonlyMap<string, CatalogResource>,
): Catalog {
	const own = kubernetesResources(minor);
	const platform = isOpenShift ? openShiftResources() : [];
	const served = [...own, ...platform].filter(
		({ group, resource }) => !customResources.has(`${group}/${resource}`),
	);
	const custom = [...customResources.values()].sort(
		(a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource),
	);
	return { resources: [...served, ...custom] };
}
