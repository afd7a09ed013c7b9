import type { Difference, NearMiss } from "../model/answer.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { BoundRole, Match } from "../resolve/bound-role.ts";
import { type Grants, userNamedBy } from "../resolve/grants.ts";
import { chainOf, filledSubject, referenceTo } from "./chain.ts";
import { type RuleDifference, ruleDifference, scopeInWords, unrelated } from "./rule-difference.ts";
import { subjectDistance } from "./subject-distance.ts";

/** A near miss and how far it is; small is near. */
interface Ranked {
	readonly rank: number;
	readonly miss: NearMiss;
}

/** A binding as it stands to one identity and one scope. */
interface Standing {
	readonly bound: BoundRole;
	readonly inScope: boolean;
	/** The first subject that names the identity. */
	readonly match: Match | undefined;
}

const most = 10;
const mostOfOneKind = 4;

/** The grants that would allow a denied request but for one thing, nearest first. */
export function nearMisses(
	grants: Grants,
	identity: Identity,
	request: Request,
): readonly NearMiss[] {
	const groups = new Set(identity.groups);
	const ranked = grants.bound.flatMap((bound) =>
		missesOf(grants, standingOf(bound, identity, groups, request), identity, request),
	);
	ranked.sort(nearestFirst);
	const related = ranked.filter(({ rank }) => rank < unrelated);
	const perKind = new Map<Difference, number>();
	const kept = (related.length > 0 ? related : ranked).filter(({ miss }) => {
		const count = (perKind.get(miss.difference) ?? 0) + 1;
		perKind.set(miss.difference, count);
		return count <= mostOfOneKind;
	});
	return kept.slice(0, most).map(({ miss }) => miss);
}

function standingOf(
	bound: BoundRole,
	identity: Identity,
	groups: ReadonlySet<string>,
	request: Request,
): Standing {
	const { binding } = bound;
	const names = (subject: Subject): boolean =>
		subject.kind === "Group"
			? groups.has(subject.name)
			: userNamedBy(subject, binding.namespace) === identity.name;
	const subjectIndex = binding.subjects.findIndex(names);
	const subject = binding.subjects[subjectIndex];
	const inScope =
		binding.kind === "ClusterRoleBinding" || binding.namespace === requestNamespace(request);
	return { bound, inScope, match: subject && { ...bound, subject, subjectIndex } };
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

type Granting = Match & { readonly role: NonNullable<Match["role"]> };

function differentRule(match: Granting, sourced: SourcedRule, found: RuleDifference): Ranked {
	const { rank, difference, has, needs, hint } = found;
	const chain = chainOf(match, sourced);
	return { rank, miss: { difference, has, needs, chain, binding: chain.binding, hint } };
}

function otherScope(match: Granting, sourced: SourcedRule, request: Request): Ranked {
	const chain = chainOf(match, sourced);
	const { namespace } = match.binding;
	const asked = requestNamespace(request);
	const miss: NearMiss = {
		difference: asked === "" ? "scope" : "namespace",
		has: namespace,
		needs: asked === "" ? "cluster-wide" : asked,
		chain,
		binding: chain.binding,
		hint:
			asked === ""
				? `a RoleBinding gives nothing ${scopeInWords(request)}: that takes a ClusterRoleBinding`
				: `granted in namespace \`${namespace}\`, asked in \`${asked}\``,
	};
	return { rank: 6, miss };
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

function nearestFirst(one: Ranked, other: Ranked): number {
	return one.rank - other.rank || compareText(sortKey(one.miss), sortKey(other.miss));
}

function sortKey({ binding, chain }: NearMiss): string {
	return [binding.kind, binding.namespace, binding.name, String(chain?.ruleIndex)].join("\0");
}
