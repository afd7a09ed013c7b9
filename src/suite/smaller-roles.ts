import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** The default roles for people, the largest first. */
const forPeople = ["admin", "edit", "view"];

/** ClusterRoles that give a part of what a binding gives now, and that are made for it. */
export function smallerRoles(
	{ roleRef }: Binding,
	{ grants, identities }: SuiteWorld,
): readonly EffectiveRole[] {
	const current =
		roleRef.kind === "ClusterRole" ? grants.role("ClusterRole", "", roleRef.name) : undefined;
	if (current === undefined) return [];
	const set = identities.ofRole(current);
	return forPeople
		.flatMap((name) => grants.role("ClusterRole", "", name) ?? [])
		.filter((role) => {
			const own = identities.ofRole(role);
			return role !== current && !own.isEmpty && own.isSubsetOf(set);
		});
}

export function rulesOfRole({ rules }: EffectiveRole): readonly PolicyRule[] {
	return rules.map(({ rule }) => rule);
}
