import { referenceTo } from "../../answer/chain.ts";
import { nearest } from "../../model/nearest.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";
import { labelKeysOf } from "./selected-roles.ts";

/** Labels that are meant to bring a role into another one, and do not. */
export const aggregationLabelWrong: AuditCheck = (world) => {
	const asked = askedLabels(world);
	return ownRoles(world).flatMap((role) => [
		...[...role.labels].flatMap(([key, value]) => hitOf(world, role, key, value, asked)),
		...[...role.annotations.keys()].flatMap((key) => annotationHit(role, key)),
	]);
};

const prefix = "rbac.authorization.k8s.io/aggregate-to-";
const looksLikeOne = /aggregated?[-_]?(?:to|into)[-_]/i;

/** Label keys that some ClusterRole gathers by, with the values it wants; the default roles' are known always. */
function askedLabels({ snapshot }: AuditWorld): ReadonlyMap<string, ReadonlySet<string>> {
	const asked = new Map<string, Set<string>>();
	for (const target of ["view", "edit", "admin"]) asked.set(prefix + target, new Set(["true"]));
	for (const selector of snapshot.roles.flatMap(({ aggregation }) => aggregation ?? [])) {
		for (const key of labelKeysOf(selector)) {
			const values = asked.get(key) ?? new Set();
			const wanted = selector.matchLabels.get(key);
			if (wanted !== undefined) values.add(wanted);
			asked.set(key, values);
		}
	}
	return asked;
}

function hitOf(
	world: AuditWorld,
	role: Role,
	key: string,
	value: string,
	asked: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Hit[] {
	if (!looksLikeOne.test(key)) return [];
	const slip = slipOf(world, role, key, value, asked);
	if (slip === undefined) return [];
	return [
		{
			concerned: { kind: "object", object: referenceTo(role) },
			message: `${objectName(role)} has the label \`${key}: "${value}"\`, ${slip}: it is gathered by nothing`,
			place: placeOf(role.origin, ["metadata", "labels", key]),
			...(role.namespace !== "" && { namespace: role.namespace }),
			key: `${key}=${value}`,
		},
	];
}

function annotationHit(role: Role, key: string): readonly Hit[] {
	if (!looksLikeOne.test(key) || role.labels.has(key)) return [];
	return [
		{
			concerned: { kind: "object", object: referenceTo(role) },
			message: `${objectName(role)} has \`${key}\` among its annotations, and roles are gathered by labels: it is gathered by nothing`,
			place: placeOf(role.origin, ["metadata", "annotations", key]),
			...(role.namespace !== "" && { namespace: role.namespace }),
			key: `annotation ${key}`,
		},
	];
}

function slipOf(
	{ options }: AuditWorld,
	role: Role,
	key: string,
	value: string,
	asked: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
	const values = asked.get(key);
	if (role.kind === "Role") {
		return values === undefined && !key.startsWith(prefix)
			? undefined
			: "and only ClusterRoles are gathered";
	}
	if (values !== undefined) {
		// `false` is how one says that it shall not be.
		if (values.size === 0 || values.has(value) || value === "false") return undefined;
		return `but the value has to be \`${[...values].sort().join("` or `")}\``;
	}
	const meant = labelMeant(key, [...asked.keys()]);
	if (meant !== undefined) return `which no ClusterRole selects; did you mean \`${meant}\`?`;
	return options.isComplete ? "which no ClusterRole selects" : undefined;
}

/** Behind the right prefix only the target can be wrong, and those are short words. */
function labelMeant(key: string, asked: readonly string[]): string | undefined {
	if (!key.startsWith(prefix)) return nearest(key, asked);
	const targets = asked.flatMap((one) => (one.startsWith(prefix) ? one.slice(prefix.length) : []));
	const target = nearest(key.slice(prefix.length), targets);
	return target && prefix + target;
}
