import { referenceTo } from "../../answer/chain.ts";
import type { AuditConfidence } from "../../model/audit-policy.ts";
import { nearest } from "../../model/nearest.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";
import { labelKeysOf, selectedRoles } from "./selected-roles.ts";

/** An aggregated ClusterRole that gathers no role. */
export const aggregationSelectsNothing: AuditCheck = (world) => {
	const { roles, cluster } = world.snapshot;
	if (cluster?.unlisted.some(({ resource }) => resource === "clusterroles") === true) return [];
	return ownRoles(world)
		.filter((role) => role.aggregation !== undefined && selectedRoles(role, roles).length === 0)
		.map((role) => hitOf(role, labelMeant(role, roles), world.options.isComplete));
};

function hitOf(role: Role, meant: Meant | undefined, isComplete: boolean): Hit {
	const which = isComplete ? "no ClusterRole" : "no ClusterRole of the input";
	const hint = meant === undefined ? "" : `; ${meant.says}`;
	const effect = role.rules.length === 0 ? "it stays empty" : "only its own rules count";
	return {
		concerned: { kind: "object", object: referenceTo(role) },
		message: `${objectName(role)} selects ${which}${hint}: ${effect}${isComplete ? "" : " until there is one"}`,
		place: placeOf(role.origin, ["aggregationRule"]),
		...(meant !== undefined && { related: [labelPlace(meant.role)] }),
		severity: isComplete || meant !== undefined ? "medium" : "info",
		confidence: isComplete ? "certain" : confidenceOf(meant),
		key: JSON.stringify((role.aggregation ?? []).map(labelKeysOf)),
	};
}

function labelPlace(role: Role): NonNullable<Hit["related"]>[number] {
	return { place: placeOf(role.origin, ["metadata", "labels"]), title: objectName(role) };
}

function confidenceOf(meant: Meant | undefined): AuditConfidence {
	return meant === undefined ? "conditional" : "likely";
}

interface Meant {
	readonly says: string;
	readonly role: Role;
}

/** A label that is nearly what a selector asks for, or the same one with another value. */
function labelMeant(role: Role, roles: readonly Role[]): Meant | undefined {
	const others = roles.filter(({ kind, name }) => kind === "ClusterRole" && name !== role.name);
	for (const selector of role.aggregation ?? []) {
		for (const key of labelKeysOf(selector)) {
			const wanted = selector.matchLabels.get(key);
			const same = others.find(({ labels }) => labels.has(key));
			if (same !== undefined && wanted !== undefined) {
				const found = same.labels.get(key) ?? "";
				return {
					says: `it wants \`${key}: ${wanted}\`, and ${objectName(same)} has \`${found}\``,
					role: same,
				};
			}
			const near = others.find(
				({ labels, builtIn }) => !builtIn && nearest(key, labels.keys()) !== undefined,
			);
			if (near === undefined) continue;
			const found = nearest(key, near.labels.keys()) ?? "";
			return {
				says: `it wants the label \`${key}\`, and ${objectName(near)} has \`${found}\``,
				role: near,
			};
		}
	}
	return undefined;
}
