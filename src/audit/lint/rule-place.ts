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

export function rulePlaces(world: AuditWorld): (role: Role) => RulePlace {
	const { bindings, roles } = world.snapshot;
	const inside = new Set<string>();
	const wide = new Set<string>();
	for (const { kind, roleRef } of bindings) {
		if (roleRef.kind !== "ClusterRole") continue;
		(kind === "RoleBinding" ? inside : wide).add(roleRef.name);
	}
	const selectors = roles.flatMap(({ aggregation }) => aggregation ?? []);
	return (role) => {
		if (role.kind === "Role") return { kind: "role", namespace: role.namespace };
		if (!inside.has(role.name) || wide.has(role.name)) return everywhere;
		// What it is aggregated into may be bound anywhere.
		const isSelected = selectors.some((selector) => selectorMatches(selector, role.labels));
		return isSelected ? everywhere : { kind: "bound-inside" };
	};
}
