import { filledSubject } from "../answer/chain.ts";
import type { HeldSets } from "../answer/held-sets.ts";
import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { Match } from "../resolve/bound-role.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim, Who } from "./claim.ts";
import { violationsOf } from "./evaluate.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { setOf, type Violation } from "./violation.ts";

/** One thing that has to change before an assertion can hold. */
export type Need =
	/** A rule gives a part of what nobody, or this subject, should have: it has to give less, or to fewer. */
	| {
			readonly kind: "less";
			/** How the rule comes to the subject; undefined where a role itself is the matter. */
			readonly match: Match | undefined;
			readonly sourced: SourcedRule;
			readonly region: PermissionSet;
	  }
	/** Somebody lacks something. */
	| { readonly kind: "more"; readonly who: Who; readonly region: PermissionSet };

/** Who has more than they should, by which of their bindings. */
interface Excess {
	readonly matches: readonly Match[];
	readonly role: EffectiveRole | undefined;
	readonly region: PermissionSet;
}

/** The needs of checks that fail, one list for each way to look at them: what two share, either can lose. */
export function needsOf(
	checks: readonly Check[],
	world: SuiteWorld,
): readonly (readonly Need[])[] | undefined {
	const ways = checks.map(({ claim }) => waysOf(claim, world));
	if (ways.some((way) => way.length === 0)) return undefined;
	const most = Math.max(...ways.map((way) => way.length));
	return Array.from({ length: most }, (_, index) =>
		merged(ways.flatMap((way) => way[index] ?? way[0] ?? [])),
	);
}

function waysOf(claim: Claim, world: SuiteWorld): readonly (readonly Need[])[] {
	const violations = violationsOf(claim, world);
	if (violations.length === 0) return [];
	switch (claim.kind) {
		case "bound":
		case "ratchet":
			return [violations.flatMap((one) => needsOfWhole(one, world))];
		case "closed":
			return [violations.flatMap(({ who, region }) => less(ownExcess(who, region, world), world))];
		case "disjoint":
			return sharedWays(claim, world);
		case "notBoth":
			return bothWays(claim, violations, world);
		case "budget":
			return [];
	}
}

/** By all of somebody's bindings, those of their groups too. */
function needsOfWhole({ kind, who, region }: Violation, world: SuiteWorld): readonly Need[] {
	if (who === undefined) return [];
	if (kind === "missing") return [{ kind: "more", who, region }];
	return less(excessOf(who, region, world), world);
}

function excessOf(who: Who, region: PermissionSet, { grants }: SuiteWorld): Excess {
	if (who.kind === "subject") {
		const matches = grants.namedBy(who.identity).flatMap((named) => named.all());
		return { matches, role: undefined, region };
	}
	const { kind, namespace, name } = who.role.role;
	return { matches: [], role: grants.role(kind, namespace, name), region };
}

/** By the bindings that name a subject itself. */
function ownExcess(who: Who | undefined, region: PermissionSet, world: SuiteWorld): Excess {
	if (who?.kind !== "subject") return { matches: [], role: undefined, region };
	const { subject, identity } = who;
	const own =
		subject.kind === "Group"
			? { name: "", groups: [subject.name] }
			: { name: identity.name, groups: [] };
	const matches = world.grants.namedBy(own).flatMap((named) => named.all());
	return { matches, role: undefined, region };
}

/** The first keeps it and the others lose it, or the last does. */
function sharedWays(
	{ whos, on }: Extract<Claim, { kind: "disjoint" }>,
	world: SuiteWorld,
): readonly (readonly Need[])[] {
	return [whos, whos.toReversed()].map((order) =>
		order.slice(1).flatMap((who, index) => {
			const before = world.sets.union(
				order.slice(0, index + 1).map((one) => setOf(one, world.identities)),
			);
			const shared = setOf(who, world.identities).intersection(before).intersection(on);
			return less(excessOf(who, shared, world), world);
		}),
	);
}

/** Whoever can do both loses the first, or everybody who is meant loses the second. */
function bothWays(
	{ first, second, isAmong }: Extract<Claim, { kind: "notBoth" }>,
	violations: readonly Violation[],
	world: SuiteWorld,
): readonly (readonly Need[])[] {
	const seconds = world.grants.bound.flatMap(({ binding, role }) =>
		binding.subjects
			.map((subject, subjectIndex): Match => ({ binding, role, subject, subjectIndex }))
			.filter(({ subject }) => isAmong(filledSubject(subject, binding.namespace))),
	);
	const firsts = violations.flatMap(({ who }) => less(ownExcess(who, first, world), world));
	return [firsts, less({ matches: seconds, role: undefined, region: second }, world)];
}

/** Every rule that gives a part of it: rules only add, so that each of them has to shrink. */
function less({ matches, role, region }: Excess, { identities }: SuiteWorld): readonly Need[] {
	const ofRole = (role?.rules ?? [])
		.filter(({ rule }) => identities.sets.ofRules([rule]).meets(region))
		.map((sourced): Need => ({ kind: "less", match: undefined, sourced, region }));
	const ofBindings = matches.flatMap((match) =>
		(match.role?.rules ?? [])
			.filter((sourced) => given(identities, match, [sourced.rule]).meets(region))
			.map((sourced): Need => ({ kind: "less", match, sourced, region })),
	);
	return [...ofRole, ...ofBindings];
}

/** What rules give where a binding binds them. */
export function given(
	{ sets }: Pick<HeldSets, "sets">,
	match: Pick<Match, "binding"> | undefined,
	rules: readonly SourcedRule["rule"][],
): PermissionSet {
	const set = sets.ofRules(rules);
	const namespace = match?.binding.namespace ?? "";
	return namespace === "" ? set : sets.inNamespace(set, namespace);
}

/** Two needs about one grant are one, for both regions. */
function merged(needs: readonly Need[]): readonly Need[] {
	const found: Need[] = [];
	for (const need of needs) {
		const index = found.findIndex((one) => isAlike(one, need));
		const before = found[index];
		if (before === undefined) found.push(need);
		else found[index] = { ...before, region: before.region.union(need.region) };
	}
	return found;
}

function isAlike(one: Need, other: Need): boolean {
	if (one.kind === "more" || other.kind === "more") {
		return one.kind === "more" && other.kind === "more" && isSameWho(one.who, other.who);
	}
	return (
		one.sourced.rule === other.sourced.rule &&
		one.sourced.declaredIn === other.sourced.declaredIn &&
		one.sourced.index === other.sourced.index &&
		one.match?.binding === other.match?.binding &&
		one.match?.subjectIndex === other.match?.subjectIndex
	);
}

function isSameWho(one: Who, other: Who): boolean {
	if (one.kind === "role" || other.kind === "role") {
		return one.kind === "role" && other.kind === "role" && one.role.role === other.role.role;
	}
	return JSON.stringify(one.identity) === JSON.stringify(other.identity);
}
