import type { HeldSets } from "../answer/held-sets.ts";
import { IdentitySets } from "../answer/identity-sets.ts";
import { identityOfSubject } from "../answer/subjects.ts";
import { accountOfUserName, formatSubject, type Subject } from "../model/subject.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { budgetViolations } from "./budget.ts";
import type { Claim, Who } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { nameOf, setOf, type Violation, violation } from "./violation.ts";
import { askableViolations } from "./without-inert.ts";

/**
 * All that contradicts a claim in a world; nothing when it holds. `identities` may be those of another policy than the
 * suite's own, of which `world` knows the words.
 */
export function violationsOf(
	claim: Claim,
	world: SuiteWorld,
	identities: HeldSets = world.identities,
): readonly Violation[] {
	switch (claim.kind) {
		case "bound":
			return boundViolations(claim, identities);
		case "closed":
			return closedViolations(claim, world, identities);
		case "disjoint":
			return disjointViolations(claim, identities);
		case "notBoth":
			return notBothViolations(claim, identities);
		case "budget":
			return budgetViolations(claim, world, identities);
		case "ratchet":
			return askableViolations(ratchetViolations(claim, identities), world);
	}
}

function boundViolations(
	{ who, required, forbidden }: Extract<Claim, { kind: "bound" }>,
	identities: HeldSets,
): readonly Violation[] {
	const has = setOf(who, identities);
	const found: Violation[] = [];
	if (has.meets(forbidden)) found.push(violation("extra", who, has.intersection(forbidden)));
	if (!required.isSubsetOf(has)) found.push(violation("missing", who, required.difference(has)));
	return found;
}

/**
 * Sound and complete for every principal there could be: what somebody has comes from the subjects that match them,
 * so that each of those is asked by itself.
 */
function closedViolations(
	{ covers, forbidden }: Extract<Claim, { kind: "closed" }>,
	{ suite }: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	const found: Violation[] = [];
	for (const { subject, own } of ownSets(identities)) {
		if (!own.meets(forbidden) || covers(subject)) continue;
		const isOpen = subject.kind === "Group" && !suite.cluster.groups.has(subject.name);
		const note = `group membership is not declared, so that anyone could be a member: \`cluster.groups.${subject.name}\` narrows this`;
		const who = whoOf(subject, identities.grants);
		found.push({
			...violation("extra", who, own.intersection(forbidden)),
			notes: isOpen && !subject.name.startsWith("system:") ? [note] : [],
		});
	}
	return found;
}

/** Each subject that bindings name, with what these bindings alone give. */
export function ownSets(
	identities: HeldSets,
): readonly { readonly subject: Subject; readonly own: PermissionSet }[] {
	const users = identities.userNames().map((name) => ({
		subject: subjectOfUser(name),
		own: identities.of({ name, groups: [] }),
	}));
	const groups = identities.groupNames().map((name) => ({
		subject: { kind: "Group", name } as const,
		own: identities.ofGroup(name),
	}));
	const key = ({ subject }: { readonly subject: Subject }): string => formatSubject(subject);
	return [...users, ...groups].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function subjectOfUser(name: string): Subject {
	const account = accountOfUserName(name);
	return account === undefined ? { kind: "User", name } : { kind: "ServiceAccount", ...account };
}

function whoOf(subject: Subject, grants: Grants): Who {
	return { kind: "subject", subject, identity: identityOfSubject(grants, subject) };
}

function disjointViolations(
	{ whos, on }: Extract<Claim, { kind: "disjoint" }>,
	identities: HeldSets,
): readonly Violation[] {
	return whos.flatMap((one, i) =>
		whos.slice(i + 1).flatMap((other) => {
			const both = setOf(one, identities).intersection(setOf(other, identities)).intersection(on);
			if (both.isEmpty) return [];
			return [
				{
					...violation("extra", one, both),
					summary: `${nameOf(one)} and ${nameOf(other)} can both`,
					also: { who: other, region: both },
				},
			];
		}),
	);
}

/** A principal may be several subjects at once: a user and a member of groups, but not two accounts. */
function notBothViolations(
	{ isAmong, first, second }: Extract<Claim, { kind: "notBoth" }>,
	identities: HeldSets,
): readonly Violation[] {
	const own = ownSets(identities).filter(({ subject }) => isAmong(subject));
	const [firsts, seconds] = [first, second].map((set) => own.filter((one) => one.own.meets(set)));
	const found: Violation[] = [];
	for (const one of firsts ?? []) {
		for (const other of seconds ?? []) {
			if (!mayBeOne(one.subject, other.subject)) continue;
			const who = whoOf(one.subject, identities.grants);
			const [a, b] = [formatSubject(one.subject), formatSubject(other.subject)];
			const summary = a === b ? `${a} can` : `whoever is both ${a} and ${b} can`;
			const also = {
				who: whoOf(other.subject, identities.grants),
				region: other.own.intersection(second),
			};
			found.push({ ...violation("extra", who, one.own.intersection(first)), summary, also });
		}
	}
	return found;
}

/** Can one principal be both? */
export function mayBeOne(one: Subject, other: Subject): boolean {
	if (formatSubject(one) === formatSubject(other)) return true;
	if (one.kind === "Group" && other.kind === "Group") return true;
	const [group, single] = one.kind === "Group" ? [one, other] : [other, one];
	if (group.kind !== "Group" || single.kind === "Group") return false;
	// An account's groups are known: those of its namespace and of all accounts.
	if (single.kind === "User") return true;
	const around = [
		"system:authenticated",
		"system:serviceaccounts",
		`system:serviceaccounts:${single.namespace}`,
	];
	return around.includes(group.name);
}

function ratchetViolations(
	claim: Extract<Claim, { kind: "ratchet" }>,
	identities: HeldSets,
): readonly Violation[] {
	const { sets } = identities;
	const old = baselineSets(claim, identities);
	const found: Violation[] = [];
	const subjects = new Map(
		[...ownSets(old), ...ownSets(identities)].map(({ subject }) => [
			formatSubject(subject),
			subject,
		]),
	);
	for (const subject of subjects.values()) {
		if (!claim.isAmong(subject)) continue;
		const now = whoOf(subject, identities.grants);
		const before = old.of(identityOfSubject(old.grants, subject));
		const after = setOf(now, identities);
		const excepted = sets.union(
			claim.exceptions.filter(({ covers }) => covers(subject)).map(({ set }) => set),
		);
		const gained = after.difference(before).difference(excepted);
		const lost = before.difference(after);
		if (claim.counts !== "lost" && !gained.isEmpty) found.push(violation("extra", now, gained));
		if (claim.counts !== "gained" && !lost.isEmpty) found.push(violation("missing", now, lost));
	}
	return withoutShared(found);
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
export function baselineSets(
	{ baseline }: Extract<Claim, { kind: "ratchet" }>,
	{ sets }: HeldSets,
): IdentitySets {
	const known = baselines.get(baseline);
	if (known !== undefined && known.sets === sets) return known;
	const made = new IdentitySets(baseline.grants, sets);
	baselines.set(baseline, made);
	return made;
}

const baselines = new WeakMap<object, IdentitySets>();
