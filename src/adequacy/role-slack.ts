import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check } from "../suite/claim.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import type { Bounds } from "./bounds.ts";
import { OwnSets } from "./own-sets.ts";

/** What a role that nobody is bound to could come to give, or give no more, with no check failing. */
export interface RoleSlack {
	readonly role: EffectiveRole;
	readonly above: PermissionSet;
	readonly below: PermissionSet;
	/** All that it could gain and lose: what slack is a part of. */
	readonly reach: Reach;
}

/**
 * The slack of the roles that subjects do not tell of, since nobody has them: those of the inputs, and those of the
 * default policy that labels of the inputs add to. Of the latter only what such labels could add or take away.
 */
export function roleSlackOf(world: SuiteWorld, passing: readonly Check[]): readonly RoleSlack[] {
	// A ratchet compares them all.
	if (passing.some(({ claim }) => claim.kind === "ratchet" && claim.roles)) return [];
	const own = new OwnSets(world.identities);
	const all = effectiveRoles(world);
	return all.flatMap((role): readonly RoleSlack[] => {
		const reach = reachOf(role, world);
		// Whoever has a role that takes this one in, tells of it.
		if (reach === undefined || takingIn(role, all).some((one) => own.isBound(one))) return [];
		const { forbidden, required } = roleBounds(role, passing, world);
		const above = world.requestable.effectiveOf(reach.above).difference(forbidden);
		const below = world.requestable.effectiveOf(reach.below).difference(required);
		return above.isEmpty && below.isEmpty ? [] : [{ role, above, below, reach }];
	});
}

/** What passing checks say of a role as it is bound everywhere, and of those that it is aggregated into. */
export function roleBounds(
	role: EffectiveRole,
	passing: readonly Check[],
	world: SuiteWorld,
): Bounds {
	const { sets } = world;
	const asked = new Set(
		passing.flatMap(({ claim }) =>
			claim.kind === "bound" && claim.who.kind === "role" ? [claim.who.role] : [],
		),
	);
	const bounds = takingIn(role, [...asked]).flatMap((one) => {
		const others = one === role ? sets.none : withoutPart(one, role, world);
		return passing.flatMap(({ claim }): readonly Bounds[] => {
			if (claim.kind !== "bound" || claim.who.kind !== "role") return [];
			if (claim.who.role !== one || claim.who.namespace !== undefined) return [];
			return [{ forbidden: claim.forbidden, required: claim.required.difference(others) }];
		});
	});
	return {
		forbidden: sets.union(bounds.map(({ forbidden }) => forbidden)),
		required: sets.union(bounds.map(({ required }) => required)),
	};
}

function effectiveRoles({ grants }: SuiteWorld): readonly EffectiveRole[] {
	return grants.snapshot.roles.flatMap(
		({ kind, namespace, name }) => grants.role(kind, namespace, name) ?? [],
	);
}

/** The role itself, and those that it is aggregated into. */
function takingIn(role: EffectiveRole, all: readonly EffectiveRole[]): readonly EffectiveRole[] {
	return all.filter((one) => one === role || one.rules.some((rule) => isPartOf(rule, role)));
}

function isPartOf({ declaredIn, through }: SourcedRule, { role }: EffectiveRole): boolean {
	return declaredIn === role || through.includes(role);
}

/** What an aggregated role gives without one of its parts. */
function withoutPart(
	whole: EffectiveRole,
	part: EffectiveRole,
	{ sets }: SuiteWorld,
): PermissionSet {
	const others = whole.rules.filter((rule) => !isPartOf(rule, part));
	return sets.ofRules(others.map(({ rule }) => rule));
}

interface Reach {
	readonly above: PermissionSet;
	readonly below: PermissionSet;
}

/** All that a role could gain and lose by single mistakes; undefined for one that none can reach. */
function reachOf(role: EffectiveRole, { grants, identities, sets }: SuiteWorld): Reach | undefined {
	const has = identities.ofRole(role);
	if (!role.role.builtIn) return { above: has.complement(), below: has };
	if (role.role.aggregation === undefined) return undefined;
	const own = grants.snapshot.roles.filter(
		({ kind, builtIn, aggregation }) =>
			kind === "ClusterRole" && !builtIn && aggregation === undefined,
	);
	const addable = sets.union(own.map(({ rules }) => sets.ofRules(rules)));
	const ofRules = (isBuiltIn: boolean): PermissionSet =>
		sets.ofRules(
			role.rules.flatMap(({ rule, declaredIn }) =>
				declaredIn.builtIn === isBuiltIn ? [rule] : [],
			),
		);
	return { above: addable.difference(has), below: ofRules(false).difference(ofRules(true)) };
}
