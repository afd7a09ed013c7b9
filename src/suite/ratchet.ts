import type { HeldSets } from "../answer/held-sets.ts";
import { IdentitySets } from "../answer/identity-sets.ts";
import { identityOfSubject } from "../answer/subjects.ts";
import type { Identity } from "../model/identity.ts";
import { formatSubject } from "../model/subject.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim, Who } from "./claim.ts";
import { FilledSets } from "./filled-sets.ts";
import { ownSets, subjectOfUser, whoOf } from "./own-sets.ts";
import { roleChanges } from "./role-changes.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { setOf, type Violation, violation } from "./violation.ts";

type Ratchet = Extract<Claim, { kind: "ratchet" }>;

/** What somebody, or a role that the inputs give to nobody, has more or less than on the other side. */
export function ratchetViolations(
	claim: Ratchet,
	world: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	const { sets } = identities;
	const old = baselineSets(claim, identities);
	const found: Violation[] = [];
	const add = (who: Who, before: PermissionSet, excepted: readonly PermissionSet[]): void => {
		const after = setOf(who, identities);
		const gained = after.difference(before).difference(sets.union(excepted));
		const lost = before.difference(after);
		if (claim.counts !== "lost" && !gained.isEmpty) found.push(violation("extra", who, gained));
		if (claim.counts !== "gained" && !lost.isEmpty) found.push(violation("missing", who, lost));
	};
	for (const who of ratchetSubjects(claim, old, identities, world)) {
		const excepted = claim.exceptions.filter(({ covers }) => covers(who.subject));
		const before = old.of(identityBefore(who, old, identities));
		add(
			who,
			before,
			excepted.map(({ set }) => set),
		);
	}
	if (!claim.roles) return withoutShared(found);
	for (const { who, before } of roleChanges(old, identities)) {
		const excepted = claim.exceptions.filter(({ role }) => role === who.name);
		add(
			who,
			before,
			excepted.map(({ set }) => set),
		);
	}
	return withoutShared(found);
}

type SubjectWho = Extract<Who, { kind: "subject" }>;

/** Those of whom a ratchet speaks: listed, or named by a binding on either side. Declared groups are their members. */
export function ratchetSubjects(
	{ isAmong, whos }: Ratchet,
	old: HeldSets,
	identities: HeldSets,
	{ suite }: SuiteWorld,
): readonly SubjectWho[] {
	const { grants } = identities;
	const declared = new Set(suite.cluster.groups.keys());
	const members = grants.snapshot.groups
		.filter(({ name }) => declared.has(name))
		.flatMap(({ users }) => users.map(subjectOfUser));
	const named = [...ownSets(old), ...ownSets(identities)]
		.map(({ subject }) => subject)
		.filter(({ kind, name }) => kind !== "Group" || !declared.has(name))
		.concat(members)
		.filter(isAmong)
		.map((subject) => whoOf(subject, grants));
	const all = new Map([...named, ...whos].map((who) => [formatSubject(who.subject), who]));
	return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, who]) => who);
}

/** The groups of the other side, and those that only the suite tells of. */
export function identityBefore(
	{ subject, identity }: SubjectWho,
	old: HeldSets,
	identities: HeldSets,
): Identity {
	const known = identityOfSubject(identities.grants, subject).groups;
	const told = identity.groups.filter((group) => !known.includes(group));
	const before = identityOfSubject(old.grants, subject);
	return { ...before, groups: [...new Set([...before.groups, ...told])] };
}

/** What a group gained is told of the group, not of all its members again. */
function withoutShared(found: readonly Violation[]): readonly Violation[] {
	const groups = found.filter(({ who }) => who?.kind === "subject" && who.subject.kind === "Group");
	return found.filter((one) => {
		const { who } = one;
		if (who?.kind !== "subject") return true;
		return !groups.some(
			(group) =>
				group !== one &&
				group.kind === one.kind &&
				group.who?.kind === "subject" &&
				who.identity.groups.includes(group.who.subject.name) &&
				one.region.isSubsetOf(group.region),
		);
	});
}

/** What identities held on the side that a ratchet compares with. */
export function baselineSets({ baseline }: Ratchet, identities: HeldSets): HeldSets {
	const { sets } = identities;
	let known = baselines.get(baseline);
	if (known === undefined || known.sets !== sets) {
		known = new IdentitySets(baseline.grants, sets);
		baselines.set(baseline, known);
	}
	return identities instanceof FilledSets ? identities.alike(known) : known;
}

const baselines = new WeakMap<object, IdentitySets>();
