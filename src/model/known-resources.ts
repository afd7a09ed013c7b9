import type { Catalog, CatalogResource } from "./catalog.ts";

/** The catalogue, made quick to ask. */
export interface KnownResources {
	readonly catalog: Catalog;
	/** `pods` and `pods/log` → the groups that serve them. */
	readonly groupsOf: ReadonlyMap<string, ReadonlySet<string>>;
	/** `events` → its rows, one a group. */
	readonly rowsOf: ReadonlyMap<string, readonly CatalogResource[]>;
	readonly groups: ReadonlySet<string>;
	/** Groups that may serve more than the catalogue knows of: those of CRDs. */
	readonly customGroups: ReadonlySet<string>;
}

export function knownResources(
	catalog: Catalog,
	customGroups: ReadonlySet<string>,
): KnownResources {
	const groupsOf = new Map<string, Set<string>>();
	const rowsOf = new Map<string, CatalogResource[]>();
	const add = (name: string, group: string): void => {
		const groups = groupsOf.get(name);
		if (groups === undefined) groupsOf.set(name, new Set([group]));
		else groups.add(group);
	};
	for (const row of catalog.resources) {
		const { group, resource, subresources } = row;
		const rows = rowsOf.get(resource);
		if (rows === undefined) rowsOf.set(resource, [row]);
		else rows.push(row);
		add(resource, group);
		for (const { name } of subresources) add(`${resource}/${name}`, group);
	}
	const groups = new Set(catalog.resources.map(({ group }) => group));
	return { catalog, groupsOf, rowsOf, groups, customGroups };
}

/** Is everything that the group serves in the catalogue? `extensions` was served until 1.22; old rules still name it. */
export function isCompleteGroup(group: string, { groups, customGroups }: KnownResources): boolean {
	if (group === "*" || group === "extensions") return true;
	return groups.has(group) && !customGroups.has(group);
}
