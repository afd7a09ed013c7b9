import type { Catalog, CatalogResource } from "../model/catalog.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";

/** What a row is about: a resource, or a path. `*` stands for any, and is kept as the rules have it. */
export interface Target {
	readonly apiGroup: string;
	readonly resource: string;
	readonly subresource: string;
	readonly path: string | undefined;
	/** The catalogue's row, when it has one. */
	readonly row: CatalogResource | undefined;
}

/** What these rules name, each once, sorted: resources by group and name, then paths. */
export function targetsOf(rules: Iterable<PolicyRule>, catalog: Catalog): readonly Target[] {
	const targets = new Map<string, Target>();
	for (const rule of rules) {
		for (const target of targetsOfRule(rule, catalog)) targets.set(targetKey(target), target);
	}
	return [...targets.values()].sort(inReadingOrder);
}

/** Every resource and subresource that the server serves. */
export function servedTargets(catalog: Catalog): readonly Target[] {
	return catalog.resources
		.filter((row) => row.virtual !== true && row.offByDefault !== true)
		.flatMap((row) => [
			resourceTarget(row.group, row.resource, row),
			...row.subresources.map(({ name }) =>
				resourceTarget(row.group, `${row.resource}/${name}`, row),
			),
		])
		.sort(inReadingOrder);
}

/** A target with its row in the catalogue. */
export function targetFor(
	catalog: Catalog,
	apiGroup: string,
	resource: string,
	subresource = "",
): Target {
	const combined = subresource === "" ? resource : `${resource}/${subresource}`;
	return resourceTarget(apiGroup, combined, rowOf(catalog, apiGroup, resource));
}

export function pathTarget(path: string): Target {
	return { apiGroup: "", resource: "", subresource: "", path, row: undefined };
}

function targetsOfRule(rule: PolicyRule, catalog: Catalog): readonly Target[] {
	const targets = rule.nonResourceURLs.map(pathTarget);
	for (const item of rule.resources) {
		const resource = item.split("/", 1)[0] ?? "";
		const pairs = rule.apiGroups.map((group) =>
			resourceTarget(group, item, rowOf(catalog, group, resource)),
		);
		// `apiGroups: ["", apps]` with pods and deployments means four pairs, of which two are real.
		const real = pairs.filter(({ row, apiGroup }) => row !== undefined || apiGroup === "*");
		targets.push(...(real.length > 0 ? real : pairs));
	}
	return targets;
}

function rowOf(catalog: Catalog, group: string, resource: string): CatalogResource | undefined {
	return catalog.resources.find((row) => row.group === group && row.resource === resource);
}

function resourceTarget(apiGroup: string, item: string, row: CatalogResource | undefined): Target {
	const slash = item.indexOf("/");
	const resource = slash < 0 ? item : item.slice(0, slash);
	const subresource = slash < 0 ? "" : item.slice(slash + 1);
	return { apiGroup, resource, subresource, path: undefined, row };
}

/** One text for each target. */
export function targetKey({ apiGroup, resource, subresource, path }: Target): string {
	return path === undefined ? `${apiGroup}\0${resource}\0${subresource}` : `\x01${path}`;
}

function inReadingOrder(one: Target, other: Target): number {
	return (
		Number(one.path !== undefined) - Number(other.path !== undefined) ||
		compareText(one.apiGroup, other.apiGroup) ||
		compareText(one.resource, other.resource) ||
		compareText(one.subresource, other.subresource) ||
		compareText(one.path ?? "", other.path ?? "")
	);
}
