import { aggregateRoles } from "../../resolve/aggregate-roles.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";

const known = new WeakMap<AuditWorld, ReadonlyMap<string, PermissionSet>>();

/** What each default ClusterRole allows by Kubernetes' own rules alone, by name. */
export function defaultSets(world: AuditWorld): ReadonlyMap<string, PermissionSet> {
	let sets = known.get(world);
	if (sets === undefined) {
		const clusterRoles = world.defaults.roles.filter(({ kind }) => kind === "ClusterRole");
		sets = new Map(
			[...aggregateRoles(clusterRoles)].map(([name, { rules }]) => [
				name,
				world.identities.sets.ofRules(rules.map(({ rule }) => rule)),
			]),
		);
		known.set(world, sets);
	}
	return sets;
}
