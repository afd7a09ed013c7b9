import type { HeldSets } from "../answer/held-sets.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { BoundRole } from "../resolve/bound-role.ts";
import { userNamedBy } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { subjectOfUser } from "./own-sets.ts";

/** Whom a change of the policy is about. */
export interface Affected {
	readonly users: ReadonlySet<string>;
	readonly groups: ReadonlySet<string>;
	/** `ClusterRole//view`, by their names. */
	readonly roles: ReadonlySet<string>;
}

/** A subject whose own bindings give something else than before. */
export interface AccessChange {
	readonly subject: Subject;
	readonly before: PermissionSet;
	readonly after: PermissionSet;
}

/** The subjects and roles that edits touch; all others have what they had. */
export function affectedBy(before: HeldSets, after: HeldSets): Affected {
	const roles = new Set<string>();
	const sameRoles = new Map<EffectiveRole | undefined, boolean>();
	const isSame = (one: EffectiveRole | undefined, other: EffectiveRole | undefined): boolean => {
		const known = sameRoles.get(one);
		if (known !== undefined) return known;
		const same =
			one?.rules.length === other?.rules.length &&
			(one?.rules.every(({ rule }, index) => rule === other?.rules[index]?.rule) ?? true);
		sameRoles.set(one, same);
		return same;
	};
	for (const { kind, namespace, name } of before.grants.snapshot.roles) {
		const [one, other] = [before, after].map((side) => side.grants.role(kind, namespace, name));
		if (!isSame(one, other)) roles.add(roleKey({ kind, namespace, name }));
	}
	const old = new Map(before.grants.bound.map((bound) => [bound.binding, bound]));
	const changed: BoundRole[] = [];
	for (const bound of after.grants.bound) {
		const was = old.get(bound.binding);
		old.delete(bound.binding);
		if (was === undefined) changed.push(bound);
		else if (!isSame(was.role, bound.role)) changed.push(bound);
	}
	changed.push(...old.values());
	return { ...subjectsOf(changed), roles };
}

export function roleKey(role: Pick<EffectiveRole["role"], "kind" | "namespace" | "name">): string {
	return `${role.kind}/${role.namespace}/${role.name}`;
}

/** What they had and have, sorted. */
export function accessChanges(
	{ users, groups }: Affected,
	before: HeldSets,
	after: HeldSets,
): readonly AccessChange[] {
	const ofUsers = [...users].map((name): AccessChange => {
		const identity = { name, groups: [] };
		return {
			subject: subjectOfUser(name),
			...{ before: before.of(identity), after: after.of(identity) },
		};
	});
	const ofGroups = [...groups].map(
		(name): AccessChange => ({
			subject: { kind: "Group", name },
			...{ before: before.ofGroup(name), after: after.ofGroup(name) },
		}),
	);
	return [...ofUsers, ...ofGroups]
		.filter((one) => !one.before.equals(one.after))
		.sort((one, other) => compareText(formatSubject(one.subject), formatSubject(other.subject)));
}

function subjectsOf(bound: readonly BoundRole[]): Pick<Affected, "users" | "groups"> {
	const users = new Set<string>();
	const groups = new Set<string>();
	for (const { binding } of bound) {
		for (const subject of binding.subjects) {
			const user = userNamedBy(subject, binding.namespace);
			if (user !== undefined) users.add(user);
			else if (subject.kind === "Group") groups.add(subject.name);
		}
	}
	return { users, groups };
}
