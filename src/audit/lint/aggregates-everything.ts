import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { LabelSelector, Role } from "../../model/role.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";
import { selectedRoles } from "./selected-roles.ts";

/** Aggregated ClusterRoles whose selectors let in every role, or one that allows everything. */
export const aggregatesEverything: AuditCheck = (world) =>
	ownRoles(world).flatMap((role): readonly Hit[] => {
		const empty = (role.aggregation ?? []).findIndex(isEmpty);
		const powerful = selectedRoles(role, world.snapshot.roles).find((one) =>
			isPowerful(world, one),
		);
		if (empty < 0 && powerful === undefined) return [];
		return [hitOf(world, role, empty < 0 ? undefined : empty, powerful)];
	});

function isPowerful({ grants, identities }: AuditWorld, { name }: Role): boolean {
	const role = grants.role("ClusterRole", "", name);
	return role !== undefined && identities.ofRole(role).isEverything;
}

/** `empty`: the index of the selector that selects everything. */
function hitOf(
	{ grants }: AuditWorld,
	role: Role,
	empty: number | undefined,
	powerful: Role | undefined,
): Hit {
	const isBound = grants.bound.some((bound) => bound.role?.role === role);
	const which =
		empty === undefined
			? "selects"
			: "has an empty selector, which selects every ClusterRole, also";
	const whom = powerful === undefined ? "those of others" : objectName(powerful);
	const path = ["aggregationRule", "clusterRoleSelectors"];
	return {
		concerned: { kind: "object", object: referenceTo(role) },
		message: `${objectName(role)} ${which} ${whom}: the controller gives it all their rules, so whoever is bound to it may do everything`,
		place: placeOf(role.origin, empty === undefined ? path : [...path, empty]),
		...(powerful !== undefined && {
			related: [{ place: placeOf(powerful.origin), title: `${objectName(powerful)} is selected` }],
		}),
		severity: isBound ? "critical" : "high",
		key: empty === undefined ? (powerful?.name ?? "") : "{}",
		fix: { words: "select by a label of your own that only the roles meant have", edits: [] },
	};
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
	return matchLabels.size === 0 && matchExpressions.length === 0;
}
