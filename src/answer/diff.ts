import type { Gap } from "../model/answer.ts";
import type { Change, Diff, Relation, SubjectDiff } from "../model/diff.ts";
import type { Identity } from "../model/identity.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import { BindingChanges } from "./binding-changes.ts";
import { DiffLines } from "./diff-lines.ts";
import { gapsForAll } from "./gaps.ts";
import { IdentitySets } from "./identity-sets.ts";
import { identityOfSubject } from "./subjects.ts";

/** One of the two things that are compared. */
export interface DiffSide {
	/** As the user named it. */
	readonly name: string;
	readonly grants: Grants;
}

export interface DiffOptions {
	/** Only these, and then with all that they have through groups as well. */
	readonly subjects?: readonly Subject[];
}

/**
 * Who gained and lost what. A change that a group brings to all its members is told of the group alone. Names of
 * roles and bindings, the order of rules and the way they are written are no difference.
 */
export function diff(before: DiffSide, after: DiffSide, options: DiffOptions = {}): Diff {
	const sets = new PermissionSets();
	const sides: Sides = {
		old: new IdentitySets(before.grants, sets),
		now: new IdentitySets(after.grants, sets),
	};
	const changes = new BindingChanges(before.grants, after.grants);
	const lines = new DiffLines(sides.old, sides.now, changes);
	const groups = new Map<string, Changed>();
	const subjects = options.subjects ?? changes.subjects;
	for (const subject of [...subjects].sort(bySubject)) {
		const changed = changeOf(subject, sides, options.subjects === undefined);
		if (changed.gained.isEmpty && changed.lost.isEmpty) continue;
		const same = groups.get(changed.key);
		if (same === undefined) groups.set(changed.key, changed);
		else same.subjects.push(subject);
	}
	return {
		before: before.name,
		after: after.name,
		subjects: [...groups.values()].map((changed) => subjectDiff(changed, lines)).sort(byRelation),
		compared: comparedCount(before.grants, after.grants),
		gaps: [...oneSided(before.grants, after.grants), ...oneSided(after.grants, before.grants)],
		notes: [],
	};
}

interface Sides {
	readonly old: IdentitySets;
	readonly now: IdentitySets;
}

interface Changed {
	readonly subjects: Subject[];
	/** Equal for subjects for whom the same changed. */
	readonly key: string;
	readonly gained: PermissionSet;
	readonly lost: PermissionSet;
}

function changeOf(subject: Subject, { old, now }: Sides, withoutGroups: boolean): Changed {
	const [before, after] = [
		identityOfSubject(old.grants, subject),
		identityOfSubject(now.grants, subject),
	];
	const [oldSet, nowSet] = [old.of(before), now.of(after)];
	let gained = nowSet.difference(oldSet);
	let lost = oldSet.difference(nowSet);
	if (withoutGroups) {
		for (const group of othersInBoth(subject, before, after)) {
			const [oldGroup, nowGroup] = [old.ofGroup(group), now.ofGroup(group)];
			gained = gained.difference(nowGroup.difference(oldGroup));
			lost = lost.difference(oldGroup.difference(nowGroup));
		}
	}
	const key = [gained.resources, gained.paths, lost.resources, lost.paths].join(" ");
	return { subjects: [subject], key, gained, lost };
}

/** The groups somebody is in before and after: what changes for those is told of them. */
function othersInBoth(subject: Subject, before: Identity, after: Identity): readonly string[] {
	return after.groups.filter(
		(group) =>
			before.groups.includes(group) && !(subject.kind === "Group" && subject.name === group),
	);
}

function subjectDiff({ subjects, gained, lost }: Changed, lines: DiffLines): SubjectDiff {
	const [first] = subjects;
	if (first === undefined) throw new Error("a change of nobody");
	const more = lines.gained(first, gained);
	const less = lines.lost(first, lost);
	return {
		subjects,
		relation: relationOf(more.changes, less.changes),
		gained: more.changes,
		lost: less.changes,
		gainedExamples: more.examples,
		lostExamples: less.examples,
		isWhole: more.isWhole && less.isWhole,
	};
}

function relationOf(gained: readonly Change[], lost: readonly Change[]): Relation {
	const isMore = gained.some(({ effect }) => effect === "effective");
	const isLess = lost.some(({ effect }) => effect === "effective");
	if (isMore) return isLess ? "incomparable" : "more";
	return isLess ? "less" : "same";
}

const order: readonly Relation[] = ["more", "incomparable", "less", "same"];

/** Gains first: they are what a reviewer looks for. */
function byRelation(one: SubjectDiff, other: SubjectDiff): number {
	return order.indexOf(one.relation) - order.indexOf(other.relation);
}

function bySubject(one: Subject, other: Subject): number {
	return compareText(formatSubject(one), formatSubject(other));
}

function comparedCount(before: Grants, after: Grants): number {
	const users = after.userNames().filter((name) => !before.namesUser(name));
	const groups = after.groupNames().filter((name) => !before.namesGroup(name));
	return users.length + groups.length + before.userNames().length + before.groupNames().length;
}

/** What one side lacks and the other does not lack the same way. */
function oneSided(grants: Grants, other: Grants): readonly Gap[] {
	const known = new Set(gapsForAll(other, undefined).map(gapKey));
	return gapsForAll(grants, undefined).filter((gap) => !known.has(gapKey(gap)));
}

function gapKey(gap: Gap): string {
	if (gap.kind !== "missing-role") return JSON.stringify({ ...gap, context: "", place: "" });
	const { binding, roleRef } = gap;
	return [binding.namespace, binding.name, roleRef.kind, roleRef.name].join("\0");
}
