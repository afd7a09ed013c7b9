import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Match } from "../resolve/bound-role.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { countingReach } from "./counting-reach.ts";
import type { Held } from "./held.ts";
import type { ProofPart } from "./proof.ts";
import type { RiskWorld } from "./risk-world.ts";
import { hasBit } from "./touched.ts";

/** A rule that made a condition hold, and how it came to the subject. */
export interface GrantingRule {
	/** Undefined where a role itself is looked at. */
	readonly match: Match | undefined;
	readonly role: EffectiveRole;
	readonly sourced: SourcedRule;
	/** "" for what counts everywhere. */
	readonly namespace: string;
	/** The parts it serves. */
	readonly parts: readonly ProofPart[];
}

type WholePart = Extract<ProofPart, { kind: "every" }>;

/** The rules behind the parts of a proof, in the order of the bindings. */
export function grantingRules(
	parts: readonly ProofPart[],
	held: readonly Held[],
	world: RiskWorld,
): readonly GrantingRule[] {
	const wholes = new Map(
		parts.flatMap((part) =>
			part.kind === "every" ? [[part, tellingRules(part, held, world)] as const] : [],
		),
	);
	return held.flatMap((one) => {
		if (!mayServe(one, parts, world)) return [];
		return one.role.rules.flatMap((sourced) => {
			const served = parts.filter((part) =>
				part.kind === "every"
					? wholes.get(part)?.get(one)?.has(sourced) === true
					: servesSome(part, sourced, one, world),
			);
			return served.length === 0 ? [] : [{ ...one, sourced, parts: served }];
		});
	});
}

/** Most roles have nothing to do with it: a look at their bits spares one at each of their rules. */
function mayServe(
	{ role, namespace }: Held,
	parts: readonly ProofPart[],
	{ reaches }: RiskWorld,
): boolean {
	const { some } = reaches.touchedBy(role, namespace);
	return parts.some((part) => part.kind === "every" || hasBit(some, part.asked.number));
}

function servesSome(
	part: Extract<ProofPart, { kind: "some" }>,
	{ rule }: SourcedRule,
	{ namespace }: Held,
	{ reaches }: RiskWorld,
): boolean {
	const { some, any } = reaches.touchedByRule(rule, namespace);
	const { asked, named, shared, isAnyName } = part;
	if (!hasBit(some, asked.number)) return false;
	// Only where it matters which names a rule lists is there more to ask than the bits tell.
	if (named.length === 0 && shared === undefined) return !isAnyName || hasBit(any, asked.number);
	return reaches
		.ofRule(rule, asked, namespace)
		.some((reach) => countingReach(part, reach) !== undefined);
}

/** The rules that give a whole, of each of the roles without which it would not be held. */
function tellingRules(
	part: WholePart,
	held: readonly Held[],
	world: RiskWorld,
): ReadonlyMap<Held, ReadonlySet<SourcedRule>> {
	const { sets } = world.audit.identities;
	const wanted = wantedOf(part, held);
	return new Map(
		neededFor(part, held, world).map((one) => {
			const { rules } = one.role;
			const alone = rules.filter(({ rule }) => givesAlone(rule, wanted, sets));
			const some = rules.filter(({ rule }) => sets.ofRules([rule]).meets(part.set));
			return [one, new Set(alone.length > 0 ? alone : some)];
		}),
	);
}

/** Does a rule give a whole without any other? */
export function givesAlone(rule: PolicyRule, wanted: PermissionSet, sets: PermissionSets): boolean {
	return wanted.isSubsetOf(sets.ofRules([rule]));
}

/** What of a whole is asked for: where RoleBindings give it, no more than they can. */
function wantedOf(part: WholePart, held: readonly Held[]): PermissionSet {
	return held.some(({ namespace }) => namespace !== "") ? part.inside : part.set;
}

/** Those without which a whole would not be held, of several that would do each the first. */
function neededFor(part: WholePart, held: readonly Held[], world: RiskWorld): readonly Held[] {
	const { identities } = world.audit;
	const wanted = wantedOf(part, held);
	const setOf = (some: readonly Held[]): PermissionSet =>
		identities.sets.union(some.map(({ role }) => identities.ofRole(role)));
	const alone = held.filter((one) => wanted.isSubsetOf(setOf([one])));
	if (alone.length > 0) return alone;
	let needed = held.filter((one) => setOf([one]).meets(wanted));
	for (const one of needed) {
		const rest = needed.filter((other) => other !== one);
		if (wanted.isSubsetOf(setOf(rest))) needed = rest;
	}
	return needed;
}
