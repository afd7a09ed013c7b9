import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { Match } from "../resolve/bound-role.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
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

/** The rules behind the parts of a proof, in the order of the bindings. */
export function grantingRules(
	parts: readonly ProofPart[],
	held: readonly Held[],
	world: RiskWorld,
): readonly GrantingRule[] {
	const wholes = new Map(
		parts.flatMap((part) =>
			part.kind === "every" ? [[part, new Set(neededFor(part, held, world))] as const] : [],
		),
	);
	return held.flatMap((one) => {
		if (!mayServe(one, parts, world)) return [];
		return one.role.rules.flatMap((sourced) => {
			const served = parts.filter((part) =>
				part.kind === "every"
					? wholes.get(part)?.has(one) === true && isTelling(sourced, part, world)
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

/** Those without which a whole would not be held, of several that would do each the first. */
function neededFor(
	part: Extract<ProofPart, { kind: "every" }>,
	held: readonly Held[],
	world: RiskWorld,
): readonly Held[] {
	const { identities } = world.audit;
	const isInside = held.some(({ namespace }) => namespace !== "");
	const wanted = isInside ? part.inside : part.set;
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

/** Of the rules of a role that gives all of it, those that give a part. */
function isTelling(
	{ rule }: SourcedRule,
	part: Extract<ProofPart, { kind: "every" }>,
	{ audit }: RiskWorld,
): boolean {
	return audit.identities.sets.ofRules([rule]).meets(part.set);
}
