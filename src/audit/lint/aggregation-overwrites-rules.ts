import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";
import { selectedRoles } from "./selected-roles.ts";

/**
 * Rules that the controller overwrites. A role read from a cluster has the gathered rules in it, and nothing is lost
 * there: only rules count that no selected role has.
 */
export const aggregationOverwritesRules: AuditCheck = (world) =>
	ownRoles(world).flatMap((role): readonly Hit[] => {
		const { snapshot, grants, identities } = world;
		if (role.aggregation === undefined || role.rules.length === 0) return [];
		const selected = selectedRoles(role, snapshot.roles);
		const effective = grants.role("ClusterRole", "", role.name);
		if (selected.length === 0 || effective === undefined) return [];
		const { sets } = identities;
		const kept = identities.ofRole(effective);
		const lost = role.rules.flatMap((rule, index) =>
			sets.ofRules([rule]).isSubsetOf(kept) ? [] : [index],
		);
		const [first] = lost;
		if (first === undefined) return [];
		const which = lost.map((index) => `rules[${index}]`).join(", ");
		return [
			{
				concerned: { kind: "object", object: referenceTo(role) },
				message: `${objectName(role)} has rules of its own beside an aggregationRule: the controller writes those of the ${selected.length === 1 ? "role" : `${selected.length} roles`} it selects over them, so ${which} ${lost.length === 1 ? "is" : "are"} lost`,
				place: placeOf(role.origin, ["rules", first]),
				related: selected
					.slice(0, 5)
					.map((one) => ({ place: placeOf(one.origin), title: `${objectName(one)} is selected` })),
				key: JSON.stringify(lost.map((index) => role.rules[index])),
				fix: { words: "move the rules into a ClusterRole that the selectors match", edits: [] },
			},
		];
	});
