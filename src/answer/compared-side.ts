import type { Gap } from "../model/answer.ts";
import type { CoversSide } from "../model/covers.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Grants } from "../resolve/grants.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { gapsOf, gapsOfIdentity, unlistedRoles, unreadDocuments } from "./gaps.ts";
import type { IdentitySets } from "./identity-sets.ts";

/** One side of a comparison, ready to be compared. */
export interface ComparedSide {
	readonly set: PermissionSet;
	/** The evaluator's answer, which the set has to agree with. */
	readonly allows: (request: Request) => boolean;
	/** Each rule behind it, with the only namespace that it counts in. */
	readonly rules: readonly ScopedRule[];
	/** What is missing that could give it more. */
	readonly gaps: readonly Gap[];
}

interface ScopedRule {
	readonly rule: PolicyRule;
	/** "" is everywhere. */
	readonly namespace: string;
}

/** `namespace`: the only one that is asked about; undefined is everywhere. */
export function comparedSide(
	sets: IdentitySets,
	side: CoversSide,
	namespace: string | undefined,
): ComparedSide {
	const whole = side.kind === "role" ? roleSide(sets, side) : subjectSide(sets, side, namespace);
	if (namespace === undefined) return whole;
	return {
		...whole,
		set: sets.sets.inNamespace(whole.set, namespace),
		allows: (request) => isInside(request, namespace) && whole.allows(request),
	};
}

function roleSide(
	sets: IdentitySets,
	{ role: { kind, namespace: own, name }, namespace }: Extract<CoversSide, { kind: "role" }>,
): ComparedSide {
	const { grants } = sets;
	const role = grants.role(kind === "Role" ? "Role" : "ClusterRole", own, name);
	if (role === undefined) throw new Error(`a side without its role: ${kind} ${own}/${name}`);
	const everywhere = sets.ofRole(role);
	return {
		set: namespace === "" ? everywhere : sets.sets.inNamespace(everywhere, namespace),
		allows: (request) =>
			(namespace === "" || isInside(request, namespace)) &&
			role.rules.some(({ rule }) => ruleAllows(rule, request)),
		rules: role.rules.map(({ rule }) => ({ rule, namespace })),
		gaps: gapsOfRole(grants, role),
	};
}

/** An aggregated role may gather more than is known. */
function gapsOfRole({ snapshot }: Grants, { role }: EffectiveRole): readonly Gap[] {
	if (role.aggregation === undefined) return [];
	return [...unlistedRoles(snapshot), ...unreadDocuments(snapshot)];
}

function subjectSide(
	sets: IdentitySets,
	{ identity }: Extract<CoversSide, { kind: "subject" }>,
	namespace: string | undefined,
): ComparedSide {
	const { grants } = sets;
	const bound = grants.namedBy(identity).flatMap((named) => [...named.all()]);
	return {
		set: sets.of(identity),
		allows: (request) => grants.allows(identity, request),
		rules: bound.flatMap(({ binding, role }) =>
			(role?.rules ?? []).map(({ rule }) => ({ rule, namespace: binding.namespace })),
		),
		gaps:
			namespace === undefined
				? gapsOfIdentity(grants, identity)
				: gapsOf(grants, identity, namespace, grants.matches(identity, namespace)),
	};
}

function isInside(request: Request, namespace: string): boolean {
	return request.kind === "resource" && requestNamespace(request) === namespace;
}
