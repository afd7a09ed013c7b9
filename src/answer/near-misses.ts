import type { Difference, NearMiss } from "../model/answer.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import { formatSubject } from "../model/subject.ts";
import type { BoundRole } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import { chainOf, filledSubject, referenceTo } from "./chain.ts";
import { type RuleDifference, ruleDifference, unrelated } from "./rule-difference.ts";
import {
	type Granting,
	nearestFirst,
	otherScope,
	type Ranked,
	type Standing,
	standingOf,
} from "./standing.ts";
import { subjectDistance } from "./subject-distance.ts";
import { twofoldMisses } from "./twofold-misses.ts";

const most = 10;
const mostOfOneKind = 4;

/** The grants that would allow a denied request but for one thing, nearest first. */
export function nearMisses(
	grants: Grants,
	identity: Identity,
	request: Request,
): readonly NearMiss[] {
	const groups = new Set(identity.groups);
	const standings = grants.bound.map((bound) => standingOf(bound, identity, groups, request));
	const ranked = standings.flatMap((standing) => missesOf(grants, standing, identity, request));
	ranked.sort(nearestFirst);
	const related = ranked.filter(({ rank }) => rank < unrelated);
	if (related.length === 0) {
		const twofold = twofoldMisses(grants.snapshot.catalog, standings, request);
		if (twofold.length > 0) return twofold;
	}
	const perKind = new Map<Difference, number>();
	const kept = (related.length > 0 ? related : ranked).filter(({ miss }) => {
		const count = (perKind.get(miss.difference) ?? 0) + 1;
		perKind.set(miss.difference, count);
		return count <= mostOfOneKind;
	});
	return kept.slice(0, most).map(({ miss }) => miss);
}

function missesOf(
	grants: Grants,
	standing: Standing,
	identity: Identity,
	request: Request,
): readonly Ranked[] {
	const { bound, inScope, match } = standing;
	const { role } = bound;
	if (role === undefined && match !== undefined) {
		return inScope ? [missingRole(bound)] : strayed(grants, bound, request);
	}
	if (role === undefined) return [];
	if (match === undefined) return inScope ? otherSubject(grants, bound, identity, request) : [];
	const found = role.rules.flatMap((sourced) => {
		const difference = ruleDifference(grants.snapshot.catalog, sourced.rule, request);
		if (difference === "too far") return [];
		if (difference === "none")
			return inScope ? [] : [otherScope({ ...match, role }, sourced, request)];
		return inScope ? [differentRule({ ...match, role }, sourced, difference)] : [];
	});
	// Of the rules of one role that differ in the same thing the nearest says enough.
	return [
		...new Map(
			found
				.sort(nearestFirst)
				.reverse()
				.map((one) => [one.miss.difference, one]),
		).values(),
	];
}

function missingRole({ binding }: BoundRole): Ranked {
	const { kind, name } = binding.roleRef;
	const hint = `the binding points to ${kind} \`${name}\`, which is not in the input`;
	const miss: NearMiss = {
		difference: "role",
		has: `${kind} ${name}`,
		needs: "a role that exists",
		chain: undefined,
		binding: referenceTo(binding),
		hint,
	};
	return { rank: 0, miss };
}

/** A RoleBinding that landed in another namespace than the Role it means, as those without a namespace do. */
function strayed(grants: Grants, { binding }: BoundRole, request: Request): readonly Ranked[] {
	const asked = requestNamespace(request);
	const { kind, name } = binding.roleRef;
	const meant = grants.snapshot.roles.find(
		(role) => role.kind === kind && role.name === name && role.namespace === asked,
	);
	const { catalog } = grants.snapshot;
	if (!meant?.rules.some((rule) => ruleDifference(catalog, rule, request) === "none")) return [];
	const hint = `the binding is in namespace \`${binding.namespace}\`, where there is no ${kind} \`${name}\`; the one in \`${asked}\` would allow it`;
	const reference = referenceTo(binding);
	const has = binding.namespace;
	const miss: NearMiss = {
		difference: "namespace",
		has,
		needs: asked,
		chain: undefined,
		binding: reference,
		hint,
	};
	return [{ rank: 0, miss }];
}

function differentRule(match: Granting, sourced: SourcedRule, found: RuleDifference): Ranked {
	const { rank, difference, has, needs, hint } = found;
	const chain = chainOf(match, sourced);
	return { rank, miss: { difference, has, needs, chain, binding: chain.binding, hint } };
}

/** Of all the subjects of a binding that would do, the one most like the identity. */
function otherSubject(
	grants: Grants,
	bound: BoundRole,
	identity: Identity,
	request: Request,
): readonly Ranked[] {
	const { binding, role } = bound;
	if (role === undefined || binding.subjects.length === 0) return [];
	if (!grants.roleAllows(role, request)) return [];
	const sourced = role.rules.find(
		({ rule }) => ruleDifference(grants.snapshot.catalog, rule, request) === "none",
	);
	const [best] = binding.subjects
		.map((subject, subjectIndex) => {
			const filled = filledSubject(subject, binding.namespace);
			return { subject, subjectIndex, filled, distance: subjectDistance(filled, identity) };
		})
		.sort((one, other) => one.distance - other.distance);
	if (sourced === undefined || best === undefined) return [];
	// The server's own bindings name its controllers: only a near spelling of one is worth a line.
	if (binding.builtIn && best.distance >= 2) return [];
	const { subject, subjectIndex, filled, distance } = best;
	const chain = chainOf({ binding, role, subject, subjectIndex }, sourced);
	const miss: NearMiss = {
		difference: "subject",
		has: formatSubject(filled),
		needs: identity.name === "" ? identity.groups.join(", ") : identity.name,
		chain,
		binding: chain.binding,
		hint:
			filled.kind === "Group"
				? `granted to members of group \`${filled.name}\``
				: `granted to ${formatSubject(filled)}`,
	};
	return [{ rank: 7 + distance, miss }];
}
