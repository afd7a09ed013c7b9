import type { HeldSets } from "../answer/held-sets.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";

/** A rule that somebody has by some binding, with what it gives there. */
export interface HeldRule {
	readonly sourced: SourcedRule;
	readonly set: PermissionSet;
}

/** The rules of a role, or of all roles that are given to somebody, each once. */
export function heldRules(who: Who, { grants, sets }: HeldSets): readonly HeldRule[] {
	if (who.kind === "role") {
		const { kind, namespace, name } = who.role.role;
		const rules = grants.role(kind, namespace, name)?.rules ?? [];
		return rules.map((sourced) => ({ sourced, set: sets.ofRules([sourced.rule]) }));
	}
	const found = new Map<object, HeldRule>();
	for (const { binding, role } of grants.namedBy(who.identity).flatMap((named) => named.all())) {
		for (const sourced of role?.rules ?? []) {
			const all = sets.ofRules([sourced.rule]);
			const isWide = binding.kind === "ClusterRoleBinding";
			const set = isWide ? all : sets.inNamespace(all, binding.namespace);
			const before = found.get(sourced.rule)?.set ?? sets.none;
			found.set(sourced.rule, { sourced, set: before.union(set) });
		}
	}
	return [...found.values()];
}
