import type { PermissionGrant, PermissionHolder, PermissionHolders } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import type { Side } from "../model/statement.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { BoundRole, Match } from "../resolve/bound-role.ts";
import { witness } from "../sets/witness.ts";
import { chainOf, filledSubject } from "./chain.ts";
import { gapsWhere } from "./gaps.ts";
import type { IdentitySets } from "./identity-sets.ts";
import { membersOf } from "./members-of.ts";
import { PermissionParts } from "./permission-parts.ts";
import type { PermissionQuestion } from "./permission-question.ts";
import { identityOfSubject } from "./subjects.ts";
import { workloadsOf } from "./workloads-of.ts";

/** Every subject that has some of the asked permissions, or all of them, with every binding that gives it some. */
export function permissionHolders(
	identitySets: IdentitySets,
	question: PermissionQuestion,
): PermissionHolders {
	const { grants, sets } = identitySets;
	const asks = (namespace: Side): boolean =>
		question.set.meets(sets.resourceRequests({ namespace }));
	return {
		quantifier: question.quantifier,
		permissions: question.permissions.map(({ phrase }) => printPhrase(phrase)),
		holders: new HolderFinder(identitySets, question).holders(),
		gaps: gapsWhere(grants, asks),
		notes: [],
	};
}

interface Candidate {
	readonly subject: Subject;
	/** The bindings that name it and give it something. */
	readonly matches: Match[];
}

class HolderFinder {
	readonly #identitySets: IdentitySets;
	readonly #question: PermissionQuestion;
	readonly #parts: PermissionParts;
	/** By the subject in words. */
	readonly #candidates = new Map<string, Candidate>();
	/** A request that whoever has all of it must be allowed: most do not get further than this. */
	readonly #example: Request | undefined;

	constructor(identitySets: IdentitySets, question: PermissionQuestion) {
		this.#identitySets = identitySets;
		this.#question = question;
		this.#parts = new PermissionParts(identitySets, question);
		this.#example = witness(question.set);
		for (const bound of identitySets.grants.bound) {
			if (this.#parts.doesGive(bound)) this.#addNamedBy(bound);
		}
	}

	holders(): readonly PermissionHolder[] {
		const found = new Map<string, PermissionHolder>();
		for (const [words, candidate] of this.#candidates) {
			const holder = this.#holder(candidate);
			if (this.#question.quantifier === "any" || holder.hasAll) found.set(words, holder);
		}
		if (this.#question.quantifier === "all") this.#addMembers(found);
		const sorted = [...found].sort(([one], [other]) => compareText(one, other));
		return sorted.map(([, holder]) => holder);
	}

	#addNamedBy({ binding, role }: BoundRole): void {
		const seen = new Set<string>();
		for (const [subjectIndex, subject] of binding.subjects.entries()) {
			const filled = filledSubject(subject, binding.namespace);
			if (filled.kind === "ServiceAccount" && filled.namespace === "") continue;
			const words = formatSubject(filled);
			if (seen.has(words)) continue;
			seen.add(words);
			const match = { binding, role, subject, subjectIndex };
			const known = this.#candidates.get(words);
			if (known === undefined) this.#candidates.set(words, { subject: filled, matches: [match] });
			else known.matches.push(match);
		}
	}

	/** Users that no binding names may have all of it by several groups that do not have it each. */
	#addMembers(found: Map<string, PermissionHolder>): void {
		const users = new Set(
			this.#identitySets.grants.snapshot.groups.flatMap((group) => group.users),
		);
		for (const name of users) {
			const subject = filledSubject({ kind: "User", name }, "");
			const words = formatSubject(subject);
			if (found.has(words) || this.#candidates.has(words)) continue;
			const { groups } = identityOfSubject(this.#identitySets.grants, subject);
			if (groups.some((group) => found.has(`group:${group}`))) continue;
			const holder = this.#holder({ subject, matches: [] });
			if (holder.hasAll) found.set(words, holder);
		}
	}

	#holder({ subject, matches }: Candidate): PermissionHolder {
		const { grants } = this.#identitySets;
		const { snapshot } = grants;
		const identity = identityOfSubject(grants, subject);
		this.#check(identity, matches);
		const hasAll = this.#hasAll(identity);
		const isByGroups = this.#question.quantifier === "all" && hasAll;
		const ofGroups = isByGroups ? identity.groups.flatMap((group) => this.#ofGroup(group)) : [];
		const all = [...new Set([...matches, ...ofGroups])].sort(inReadingOrder);
		return {
			subject,
			hasAll,
			grants: all.map((match) => this.#grant(match)),
			members: subject.kind === "Group" ? membersOf(subject.name, snapshot) : [],
			workloads: subject.kind === "ServiceAccount" ? workloadsOf(subject, snapshot) : [],
		};
	}

	#ofGroup(name: string): readonly Match[] {
		return this.#candidates.get(formatSubject({ kind: "Group", name }))?.matches ?? [];
	}

	#hasAll(identity: Identity): boolean {
		const { grants } = this.#identitySets;
		if (this.#example !== undefined && !grants.allows(identity, this.#example)) return false;
		return this.#question.set.isSubsetOf(this.#identitySets.of(identity));
	}

	#grant(match: Match): PermissionGrant {
		const { role } = match;
		const chains =
			role === undefined
				? []
				: this.#parts.rulesOf(match).map((sourced) => chainOf({ ...match, role }, sourced));
		return { ...this.#parts.inPhrases(match), chains };
	}

	/** What sets say is asked of the evaluator before it is shown. */
	#check(identity: Identity, [match]: readonly Match[]): void {
		const example = match && this.#parts.exampleOf(match);
		if (example === undefined || this.#identitySets.grants.allows(identity, example)) return;
		throw new Error(`sets and evaluator differ on ${JSON.stringify({ identity, example })}`);
	}
}

function inReadingOrder({ binding: one }: Match, { binding: other }: Match): number {
	return (
		compareText(one.namespace, other.namespace) ||
		compareText(one.kind, other.kind) ||
		compareText(one.name, other.name)
	);
}
