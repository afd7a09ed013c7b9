import type { NearMiss } from "../model/answer.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { BoundRole, Match } from "../resolve/bound-role.ts";
import { userNamedBy } from "../resolve/grants.ts";
import { chainOf } from "./chain.ts";
import { scopeInWords } from "./rule-difference.ts";

/** A near miss and how far it is; small is near. */
export interface Ranked {
	readonly rank: number;
	readonly miss: NearMiss;
}

/** A binding as it stands to one identity and one scope. */
export interface Standing {
	readonly bound: BoundRole;
	readonly inScope: boolean;
	/** The first subject that names the identity. */
	readonly match: Match | undefined;
}

export function standingOf(
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

export type Granting = Match & { readonly role: NonNullable<Match["role"]> };

export function otherScope(match: Granting, sourced: SourcedRule, request: Request): Ranked {
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

export function nearestFirst(one: Ranked, other: Ranked): number {
	return one.rank - other.rank || compareText(sortKey(one.miss), sortKey(other.miss));
}

function sortKey({ binding, chain }: NearMiss): string {
	// Of two that are as near, the one that is in the input, and can be edited, comes first.
	const own = binding.builtIn === true ? "1" : "0";
	return [own, binding.kind, binding.namespace, binding.name, String(chain?.ruleIndex)].join("\0");
}
