import type { Cause, Change } from "../model/diff.ts";
import { mastersGroup } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Subject } from "../model/subject.ts";
import type { Match } from "../resolve/bound-role.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { Requestable } from "../sets/requestable.ts";
import { setOfStatement, statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import type { BindingChanges } from "./binding-changes.ts";
import { chainOf } from "./chain.ts";
import { dangerousRegions } from "./dangerous-regions.ts";
import { EditFinder } from "./edit-of.ts";
import type { IdentitySets } from "./identity-sets.ts";
import { identityOfSubject } from "./subjects.ts";

interface Changes {
	readonly changes: readonly Change[];
	readonly examples: readonly Request[];
	readonly isWhole: boolean;
}

const mostExamples = 5;

/** Puts what somebody gained or lost into lines, each with the grants behind it and a checked example. */
export class DiffLines {
	readonly #old: IdentitySets;
	readonly #now: IdentitySets;
	readonly #requestable: Requestable;
	readonly #editsSince: EditFinder;
	readonly #editsUntil: EditFinder;
	readonly #regions: readonly PermissionSet[];
	readonly #rules = new Map<PolicyRule, PermissionSet>();

	constructor(old: IdentitySets, now: IdentitySets, changes: BindingChanges) {
		this.#old = old;
		this.#now = now;
		// What the cluster of the second side can receive.
		this.#requestable = new Requestable(now.sets, now.grants.snapshot.catalog);
		this.#editsSince = new EditFinder(old.grants, changes);
		this.#editsUntil = new EditFinder(now.grants, changes);
		this.#regions = dangerousRegions(now.sets);
	}

	gained(subject: Subject, set: PermissionSet): Changes {
		return this.#lines(subject, set, this.#now, this.#old, this.#editsSince);
	}

	lost(subject: Subject, set: PermissionSet): Changes {
		return this.#lines(subject, set, this.#old, this.#now, this.#editsUntil);
	}

	/** `has`: the side on which the subject may do what is in the set. */
	#lines(
		subject: Subject,
		set: PermissionSet,
		has: IdentitySets,
		lacks: IdentitySets,
		edits: EditFinder,
	): Changes {
		const parts = this.#requestable.partsOf(set);
		const identity = identityOfSubject(has.grants, subject);
		const within = has.of(identity);
		const grants = has.grants.namedBy(identity).flatMap((named) => [...named.all()]);
		const changes: Change[] = [];
		let isWhole = true;
		const inert = parts.inert.difference(this.#beside(grants, set.difference(parts.inert)));
		for (const effect of ["effective", "latent", "inert"] as const) {
			// What a `*` gives beside what is served today goes without saying where the rest of it is told.
			const part = effect === "inert" ? inert : parts[effect];
			const telling = part.difference(this.#said(changes, within));
			if (telling.isEmpty) continue;
			const told = statementsOf(set, { within, telling });
			isWhole &&= told.isWhole;
			for (const line of told.statements) {
				const region = setOfStatement(set.space, line).intersection(telling);
				const example = this.#checked(region, subject, has, lacks);
				changes.push({
					effect,
					line,
					causes: this.#causes(grants, region, edits),
					witness: example,
				});
			}
		}
		const examples = this.#examples(parts.effective).map((region) =>
			this.#checked(region, subject, has, lacks),
		);
		return { changes, examples, isWhole };
	}

	/** The parts of a set that a reviewer would want to hear of first. */
	#examples(set: PermissionSet): readonly PermissionSet[] {
		const parts = this.#regions.map((region) => set.intersection(region));
		return parts.filter((part) => !part.isEmpty).slice(0, mostExamples);
	}

	#said(changes: readonly Change[], { space }: PermissionSet): PermissionSet {
		const { sets } = this.#now;
		return sets.union(changes.map(({ line }) => setOfStatement(space, line)));
	}

	/** All that rules give which give some of a region: what has no effect is only worth telling of other rules. */
	#beside(grants: readonly Match[], region: PermissionSet): PermissionSet {
		const sets = grants.flatMap(({ binding, role }) => {
			const inReach = this.#inReach(region, binding.namespace);
			if (role === undefined || inReach.isEmpty) return [];
			const rules = role.rules.map(({ rule }) => this.#ofRule(rule));
			return rules.filter((set) => set.meets(inReach));
		});
		return this.#now.sets.union(sets);
	}

	#inReach(region: PermissionSet, namespace: string): PermissionSet {
		return namespace === "" ? region : this.#now.sets.inNamespace(region, namespace);
	}

	/** Every grant that gives some of a region: on the other side none of them is there as it is here. */
	#causes(grants: readonly Match[], region: PermissionSet, edits: EditFinder): readonly Cause[] {
		return grants.flatMap((match) => {
			const { role } = match;
			const inReach = this.#inReach(region, match.binding.namespace);
			if (role === undefined || inReach.isEmpty) return [];
			return role.rules
				.filter(({ rule }) => this.#ofRule(rule).meets(inReach))
				.map(
					(sourced): Cause => ({
						edit: edits.editOf(match, sourced),
						chain: chainOf({ ...match, role }, sourced),
					}),
				);
		});
	}

	#ofRule(rule: PolicyRule): PermissionSet {
		let set = this.#rules.get(rule);
		if (set === undefined) {
			set = this.#now.sets.ofRules([rule]);
			this.#rules.set(rule, set);
		}
		return set;
	}

	#checked(
		region: PermissionSet,
		subject: Subject,
		has: IdentitySets,
		lacks: IdentitySets,
	): Request {
		const found = witness(region, { regions: this.#regions });
		if (found === undefined || !mayBy(has, subject, found) || mayBy(lacks, subject, found)) {
			throw new Error(`a difference that the evaluator does not see: ${JSON.stringify(found)}`);
		}
		return found;
	}
}

/** By the evaluator, rule by rule: an index over all roles is not worth making for a few questions. */
function mayBy({ grants }: IdentitySets, subject: Subject, request: Request): boolean {
	const identity = identityOfSubject(grants, subject);
	if (identity.groups.includes(mastersGroup)) return true;
	return grants
		.matches(identity, requestNamespace(request))
		.some(({ role }) => role?.rules.some(({ rule }) => ruleAllows(rule, request)) === true);
}
