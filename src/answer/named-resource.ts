import { type CatalogResource, findResource } from "../model/catalog.ts";
import { nearest } from "../model/nearest.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** A resource as typed, with its row in the catalogue when it has one. */
export interface NamedResource {
	readonly typed: string;
	readonly group: string;
	readonly resource: string;
	readonly row: CatalogResource | undefined;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/** A word a user typed for a resource; one that nobody knows is asked as written, split at its first dot. */
export function namedResource(snapshot: Snapshot, typed: string): NamedResource {
	const matches = findResource(snapshot.catalog, typed);
	const row = matches[0]?.resource;
	if (row !== undefined) {
		// Few know of what is only ever authorized, and nobody means it by a plain `nodes`.
		const others = matches
			.slice(1)
			.filter(({ resource }) => resource.virtual !== true && resource.offByDefault !== true)
			.map(({ resource }) => nameOf(resource));
		const notes =
			others.length > 0
				? [`\`${typed}\` means ${nameOf(row)} here; it could also mean ${others.join(", ")}`]
				: [];
		return { typed, group: row.group, resource: row.resource, row, notes, warnings: [] };
	}
	const dot = typed.indexOf(".");
	const resource = dot < 0 ? typed : typed.slice(0, dot);
	const group = dot < 0 ? "" : typed.slice(dot + 1);
	const asked = { typed, group, resource, row: undefined };
	if (resource === "*") return { ...asked, notes: [], warnings: [] };
	if (isNamedByRule(snapshot, resource, group)) {
		const note = `\`${typed}\` is known only from the rules that name it`;
		return { ...asked, notes: [note], warnings: [] };
	}
	const warnings = [unknownResource(snapshot, typed, resource, group)];
	return { ...asked, notes: [], warnings };
}

/** Custom resources and aggregated APIs are often asked about without their definitions; of any resource where none is given. */
export function isNamedByRule(
	{ roles }: Snapshot,
	resource: string | undefined,
	group: string,
): boolean {
	if (group === "") return false;
	return roles.some(({ rules }) =>
		rules.some(
			({ apiGroups, resources }) =>
				apiGroups.includes(group) && (resource === undefined || resources.includes(resource)),
		),
	);
}

function unknownResource(
	snapshot: Snapshot,
	typed: string,
	resource: string,
	group: string,
): string {
	const asked = group === "" ? "in the core group" : `\`${resource}\` in group \`${group}\``;
	const hint = nearResource(snapshot, resource, group);
	const meant = hint === undefined ? "" : `; did you mean \`${hint}\`?`;
	return `the server has no resource type \`${typed}\` (Kubernetes ${snapshot.kubernetesVersion} and the input's CRDs), asked as written ${asked}${meant}`;
}

/** A near resource: the catalogue's, or one that a rule of the input names in another group. */
function nearResource(snapshot: Snapshot, resource: string, group: string): string | undefined {
	const rules = snapshot.roles.flatMap((role) => role.rules);
	for (const rule of rules) {
		const other = rule.apiGroups.find((one) => one !== group && one !== "*" && one !== "");
		if (other !== undefined && rule.resources.includes(resource)) return `${resource}.${other}`;
	}
	const names = snapshot.catalog.resources.flatMap((row) => [row.resource, ...row.shortNames]);
	return nearest(resource, names);
}

function nameOf({ resource, group }: CatalogResource): string {
	return group === "" ? resource : `${resource}.${group}`;
}
