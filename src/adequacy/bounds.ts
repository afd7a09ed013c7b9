import type { HeldSets } from "../answer/held-sets.ts";
import type { Subject } from "../model/subject.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim } from "../suite/claim.ts";
import { whoIsBoth } from "../suite/not-both.ts";
import { ownSets, whoOf } from "../suite/own-sets.ts";
import { baselineSets, identityBefore, ratchetSubjects } from "../suite/ratchet.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { setOf } from "../suite/violation.ts";
import { type Key, keyOfSubject, keysOfIdentity } from "./own-sets.ts";

/** Somebody whom a binding may name. */
export interface Named {
	readonly subject: Subject;
	readonly key: Key;
}

/** What passing checks say of one subject's own bindings. A check fails when they give one right of `forbidden` more. */
export interface Bounds {
	readonly forbidden: PermissionSet;
	/** A check fails when one of these rights goes from the subject's own bindings. */
	readonly required: PermissionSet;
}

/** Exact for a single right; what budgets count is left aside. */
export function boundsOf(named: Named, passing: readonly Check[], world: SuiteWorld): Bounds {
	const held = world.identities;
	const bounds = passing.map(({ claim }) => boundsBy(claim, named, world));
	return {
		forbidden: held.sets.union(bounds.map(({ forbidden }) => forbidden)),
		required: held.sets.union(bounds.map(({ required }) => required)),
	};
}

function boundsBy(claim: Claim, named: Named, world: SuiteWorld): Bounds {
	const held = world.identities;
	const { sets } = held;
	const nothing = { forbidden: sets.none, required: sets.none };
	switch (claim.kind) {
		case "bound": {
			if (claim.who.kind === "role") return nothing;
			const keys = keysOfIdentity(claim.who.identity);
			if (!keys.includes(named.key)) return nothing;
			const others = keys.filter((key) => key !== named.key);
			const required = claim.required.difference(heldBy(others, held));
			return { forbidden: isFollowed(claim, named) ? sets.none : claim.forbidden, required };
		}
		case "closed":
			if (claim.covers(named.subject) || isFollowed(claim, named)) return nothing;
			return { ...nothing, forbidden: claim.forbidden.difference(claim.ignored(named.subject)) };
		case "notBoth":
			return { ...nothing, forbidden: notBoth(claim, named, world) };
		case "disjoint":
			return { ...nothing, forbidden: disjoint(claim, named, held) };
		case "ratchet":
			return ratchet(claim, named, world);
		case "budget":
			return nothing;
	}
}

/** What somebody gains whose rights are left aside is left aside too. */
function isFollowed(
	{ follows }: { readonly follows?: ReadonlySet<string> },
	{ key }: Named,
): boolean {
	return follows?.has(key) === true;
}

/** Of the one what goes with the other that somebody has who could be the same. */
function notBoth(
	{ isAmong, whos, first, second }: Extract<Claim, { kind: "notBoth" }>,
	{ subject, key }: Named,
	world: SuiteWorld,
): PermissionSet {
	const held = world.identities;
	const isOne = (other: Subject): boolean =>
		whoIsBoth(subject, other, isAmong, world) !== undefined;
	const listed = whos.filter(({ identity }) => keysOfIdentity(identity).includes(key));
	const others = [
		...ownSets(held).flatMap((one) => (isOne(one.subject) ? [one.own] : [])),
		...listed.map((who) => setOf(who, held)),
	];
	const has = (set: PermissionSet): boolean => others.some((own) => own.meets(set));
	// A group may be none of those meant, and its members be among them.
	const isMeant = listed.length > 0 || isOne(subject);
	return held.sets.union([
		...(isMeant ? [first.intersection(second)] : []),
		...(has(second) ? [first] : []),
		...(has(first) ? [second] : []),
	]);
}

function disjoint(
	{ whos, on }: Extract<Claim, { kind: "disjoint" }>,
	{ key }: Named,
	held: HeldSets,
): PermissionSet {
	const isHere = (who: (typeof whos)[number]): boolean =>
		who.kind === "subject" && keysOfIdentity(who.identity).includes(key);
	const own = whos.filter(isHere);
	if (own.length === 0) return held.sets.none;
	if (own.length > 1) return on;
	const others = whos.filter((who) => !isHere(who)).map((who) => setOf(who, held));
	return on.intersection(held.sets.union(others));
}

function ratchet(
	claim: Extract<Claim, { kind: "ratchet" }>,
	named: Named,
	world: SuiteWorld,
): Bounds {
	const held = world.identities;
	const { sets } = held;
	const old = baselineSets(claim, held);
	const whos = [...ratchetSubjects(claim, old, held, world)];
	const { kind, name } = named.subject;
	const isDeclared = kind === "Group" && world.suite.cluster.groups.has(name);
	if (!isDeclared && claim.isAmong(named.subject)) whos.push(whoOf(named.subject, held.grants));
	const bounds = whos
		.map((who) => ({ who, keys: keysOfIdentity(who.identity) }))
		.filter(({ keys }) => keys.includes(named.key))
		.map(({ who, keys }): Bounds => {
			const before = old.of(identityBefore(who, old, held));
			const excepted = sets.union(
				claim.exceptions.filter(({ covers }) => covers(who.subject)).map(({ set }) => set),
			);
			const others = keys.filter((key) => key !== named.key);
			return {
				forbidden: claim.counts === "lost" ? sets.none : before.union(excepted).complement(),
				required: claim.counts === "gained" ? sets.none : before.difference(heldBy(others, held)),
			};
		});
	return {
		forbidden: sets.union(bounds.map(({ forbidden }) => forbidden)),
		required: sets.union(bounds.map(({ required }) => required)),
	};
}

function heldBy(keys: readonly Key[], held: HeldSets): PermissionSet {
	const parts = keys.map((key) => {
		const name = key.slice(key.indexOf(":") + 1);
		return key.startsWith("user:") ? held.of({ name, groups: [] }) : held.ofGroup(name);
	});
	return held.sets.union(parts);
}

export function namedAs(subject: Subject): Named | undefined {
	const key = keyOfSubject(subject, "");
	return key === undefined ? undefined : { subject, key };
}
