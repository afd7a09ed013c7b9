import type { Role } from "../../model/role.ts";
import { selectorMatches } from "../../resolve/label-selector.ts";
import type { AuditWorld } from "../audit-world.ts";

/**
 * Where the rules of a role count: in the Role's own namespace, in the namespaces of the RoleBindings that alone bind a
 * ClusterRole, or everywhere.
 */
export type RulePlace =
	| { readonly kind: "role"; readonly namespace: string }
	| { readonly kind: "bound-inside" }
	| { readonly kind: "everywhere" };

const everywhere: RulePlace = { kind: "everywhere" };

/** Do the rules of a ClusterRole become those of another one? */
export function isSelected({ snapshot }: AuditWorld, role: Role): boolean {
	return snapshot.roles.some(({ aggregation = [] }) =>
		aggregation.some((selector) => selectorMatches(selector, role.labels)),
	);
}

export function rulePlaces(world: AuditWorld): (role: Role) => RulePlace {
	const { bindings } = world.snapshot;
	const inside = new Set<string>();
	const wide = new Set<string>();
	for (const { kind, roleRef } of bindings) {
		if (roleRef.kind !== "ClusterRole") continue;
		(kind === "RoleBinding" ? inside : wide).add(roleRef.name);
	}
	return (role) => {
		if (role.kind === "Role") return { kind: "role", namespace: role.namespace };
		if (!inside.has(role.name) || wide.has(role.name)) return everywhere;
		// What it is aggregated into may be bound anywhere.
		return isSelected(world, role) ? everywhere : { kind: "bound-inside" };
	};
}
