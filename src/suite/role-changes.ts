import type { HeldSets } from "../answer/held-sets.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { objectName } from "../model/object-name.ts";
import type { Role } from "../model/role.ts";
import type { Grants } from "../resolve/grants.ts";
import { selectorMatches } from "../resolve/label-selector.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";

/** A role of the other side as it is now, with what it gave. */
interface RoleChange {
	readonly who: Extract<Who, { kind: "role" }>;
	readonly before: PermissionSet;
}

/**
 * The roles of the other side that the inputs give to nobody, so that no subject shows what becomes of them: `view`,
 * which others are bound to, or those that a chart brings for people. A role that is new gives nobody anything yet.
 */
export function roleChanges(old: HeldSets, { grants }: HeldSets): readonly RoleChange[] {
	const isSeen = seenBySubjects(grants);
	const [wasPart, isPart] = [partsOfOthers(old.grants), partsOfOthers(grants)];
	return old.grants.snapshot.roles.flatMap((role): readonly RoleChange[] => {
		const was = roleIn(old.grants, role);
		if (was === undefined || isSeen(role)) return [];
		const is = roleIn(grants, role) ?? { role: was.role, rules: [] };
		// What only makes up another role is told of that one.
		if (wasPart(was.role) || isPart(is.role)) return [];
		return [
			{
				who: { kind: "role", name: objectName(role), role: is, namespace: undefined },
				before: old.ofRole(was),
			},
		];
	});
}

/** Does a binding of the inputs give a role to somebody? The default roles are given to others all the same. */
function seenBySubjects({ bound, snapshot }: Grants): (role: Role) => boolean {
	const given = new Set(
		bound
			.filter(({ binding }) => binding.subjects.length > 0)
			.map(({ role }) => role?.role)
			.filter((role) => role !== undefined)
			.map(objectName),
	);
	const builtIn = new Set(snapshot.roles.filter((role) => role.builtIn).map(objectName));
	return (role) => given.has(objectName(role)) && !builtIn.has(objectName(role));
}

/** Is a role one whose rules another one gathers, and that gathers none itself? */
function partsOfOthers({ snapshot }: Grants): (role: Role) => boolean {
	const selectors = snapshot.roles.flatMap(({ aggregation }) => aggregation ?? []);
	return ({ kind, aggregation, labels }) =>
		kind === "ClusterRole" &&
		aggregation === undefined &&
		selectors.some((selector) => selectorMatches(selector, labels));
}

function roleIn(grants: Grants, { kind, namespace, name }: Role): EffectiveRole | undefined {
	return grants.role(kind, namespace, name);
}
