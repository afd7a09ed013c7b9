import type { HeldSets } from "../answer/held-sets.ts";
import { identityOfSubject } from "../answer/subjects.ts";
import {
	allAccounts,
	allAuthenticated,
	allUnauthenticated,
	groupIdentity,
	mastersGroup,
} from "../model/identity.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Claim, Covers } from "./claim.ts";
import { ownSets, subjectOfUser, whoOf } from "./own-sets.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { setOf, type Violation, violation } from "./violation.ts";

type NotBoth = Extract<Claim, { kind: "notBoth" }>;

/**
 * Whoever has something of both. What somebody has comes from the subjects that match them, two of which are enough to
 * show it: so every pair is asked whether one principal can be both. Those listed are asked with all that they have.
 */
export function notBothViolations(
	{ isAmong, whos, first, second }: NotBoth,
	world: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	const found = new Map<string, Violation>();
	const doBoth = whos.filter((who) =>
		[first, second].every((set) => setOf(who, identities).meets(set)),
	);
	for (const who of doBoth) {
		const has = setOf(who, identities);
		const [name, summary] = wordsFor([who.subject]);
		const also = { who, region: has.intersection(second) };
		found.set(name, { ...violation("extra", who, has.intersection(first)), summary, also });
	}
	for (const [name, one] of pairViolations({ isAmong, first, second }, world, identities)) {
		if (!found.has(name)) found.set(name, one);
	}
	return [...found.values()];
}

/** Those whom two subjects of bindings stand for together, by name. */
function* pairViolations(
	{ isAmong, first, second }: Pick<NotBoth, "isAmong" | "first" | "second">,
	world: SuiteWorld,
	identities: HeldSets,
): Generator<readonly [name: string, Violation]> {
	const own = ownSets(identities);
	const seconds = own.filter((one) => one.own.meets(second));
	for (const one of own.filter((each) => each.own.meets(first))) {
		for (const other of seconds) {
			const both = whoIsBoth(one.subject, other.subject, isAmong, world);
			if (both === undefined) continue;
			const who = whoOf(both, identities.grants);
			const has = setOf(who, identities);
			const isAlone = has.meets(first) && has.meets(second);
			yield isAlone
				? toldOf(both, both, { first, second }, identities)
				: toldOf(one.subject, other.subject, { first, second }, identities);
		}
	}
}

/** What the one has of the first, and the other, who may be the same, of the second. */
function toldOf(
	one: Subject,
	other: Subject,
	{ first, second }: Pick<NotBoth, "first" | "second">,
	identities: HeldSets,
): readonly [name: string, Violation] {
	const [name, summary] = wordsFor(one === other ? [one] : [one, other]);
	const who = whoOf(one, identities.grants);
	const partner = whoOf(other, identities.grants);
	const also = { who: partner, region: setOf(partner, identities).intersection(second) };
	const region = setOf(who, identities).intersection(first);
	return [name, { ...violation("extra", who, region), summary, also }];
}

function wordsFor(subjects: readonly Subject[]): readonly [name: string, summary: string] {
	const name = subjects.map(formatSubject).join(" and ");
	const who = subjects.length === 1 ? name : `whoever is both ${name}`;
	return [name, `${who} can`];
}

/**
 * Somebody of those meant whom both subjects stand for: a user, an account, or any member of a group. Whoever is in
 * `system:masters` may do everything by being it, so that it is asked about only where its members are declared.
 */
export function whoIsBoth(
	one: Subject,
	other: Subject,
	isAmong: Covers,
	world: SuiteWorld,
): Subject | undefined {
	const known = membersOf(one, world) ?? membersOf(other, world);
	if (known !== undefined) {
		return known.find(
			(single) =>
				isAmong(single) && [one, other].every((side) => isIn(single, side, isAmong, world)),
		);
	}
	if (!haveMembersInCommon(one.name, other.name)) return undefined;
	// Who is in the narrower of two groups is in the wider one by that.
	if (groupIdentity(one.name).groups.includes(other.name)) return isAmong(one) ? one : undefined;
	if (groupIdentity(other.name).groups.includes(one.name))
		return isAmong(other) ? other : undefined;
	return isAmong(one) && isAmong(other) ? one : undefined;
}

/** All that a subject can be: itself, or the members where they are declared. */
function membersOf(
	subject: Subject,
	{ suite, grants }: SuiteWorld,
): readonly Subject[] | undefined {
	if (subject.kind !== "Group") return [subject];
	if (!suite.cluster.groups.has(subject.name)) return undefined;
	const group = grants.snapshot.groups.find(({ name }) => name === subject.name);
	return (group?.users ?? []).map(subjectOfUser);
}

function isIn(
	single: Subject,
	side: Subject,
	isAmong: Covers,
	{ suite, grants }: SuiteWorld,
): boolean {
	if (side.kind !== "Group") return formatSubject(single) === formatSubject(side);
	if (identityOfSubject(grants, single).groups.includes(side.name)) return true;
	// The groups of an account and of who is anonymous are known; those that the server gives are no one else's.
	if (single.kind !== "User" || single.name === "system:anonymous") return false;
	return !suite.cluster.groups.has(side.name) && isOpen(side.name) && isAmong(side);
}

/** Can two groups, of which nobody says who is in them, have a member in common? */
function haveMembersInCommon(one: string, other: string): boolean {
	if ([one, other].includes(mastersGroup)) return false;
	if (one === other) return true;
	if ([one, other].includes(allUnauthenticated)) return false;
	if ([one, other].includes(allAuthenticated)) return true;
	if (isOpen(one) || isOpen(other)) return isOpen(one) && isOpen(other);
	return [one, other].includes(allAccounts);
}

/** May anybody who is logged in be put into a group? */
function isOpen(group: string): boolean {
	const isGiven = [allAuthenticated, allUnauthenticated, allAccounts, mastersGroup].includes(group);
	return !isGiven && !group.startsWith(`${allAccounts}:`);
}
