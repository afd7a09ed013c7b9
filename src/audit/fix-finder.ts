import { countingWords } from "../answer/counting-words.ts";
import { shrunkRules } from "../answer/shrunk-rules.ts";
import type { FindingFix } from "../model/audit.ts";
import type { SourcedRule } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { type Alphabets, countRequests } from "../sets/count.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Draft } from "./finding-draft.ts";
import { type GrantingRule, givesAlone, grantingRules } from "./granting-rules.ts";
import { heldAfter } from "./held-after.ts";
import { holdingOf } from "./holders.ts";
import type { ProofPart } from "./proof.ts";
import type { RiskWorld } from "./risk-world.ts";
import { RoleSubjects } from "./role-subjects.ts";
import { VainRests } from "./vain-rests.ts";

/** Findings that come from more rules than this get no fix: nobody would read it. */
const mostGrants = 12;
/** Nobody would write longer lists for a star. */
const mostWords = 40;

/** Edits that end a finding, and how much they take beside it. */
interface Way {
	readonly edits: readonly FixEdit[];
	readonly loss: number;
}

/** Looks for the smallest edits of rules, or of bindings of default roles, after which a finding is none. */
export class FixFinder {
	readonly #world: RiskWorld;
	readonly #alphabets: Alphabets;
	readonly #subjects: RoleSubjects;
	readonly #regions = new Map<ProofPart, PermissionSet>();
	readonly #vain: VainRests;
	readonly #shrunk = new Map<
		string,
		{ readonly become: readonly PolicyRule[]; readonly loss: number } | undefined
	>();

	constructor(world: RiskWorld) {
		this.#world = world;
		this.#subjects = new RoleSubjects(world.audit.grants);
		this.#alphabets = countingWords(world.audit.snapshot);
		this.#vain = new VainRests(world.audit);
	}

	/** Undefined where no edit that is short enough ends it. */
	fixOf(draft: Draft): FindingFix | undefined {
		const parts = [...new Set(draft.fired.variants.flatMap(({ proof }) => proof.parts))];
		const grants = grantingRules(parts, draft.held, this.#world);
		if (grants.length === 0 || grants.length > mostGrants) return undefined;
		const best =
			this.#bestWay(draft, parts, grants, true) ?? this.#bestWay(draft, parts, grants, false);
		if (best === undefined) return undefined;
		return { words: "", edits: best.edits, others: this.#othersThan(draft.who, best.edits) };
	}

	/** The smallest one; `isOfRules`: wholes too are taken from rules. */
	#bestWay(
		draft: Draft,
		parts: readonly ProofPart[],
		grants: readonly GrantingRule[],
		isOfRules: boolean,
	): Way | undefined {
		const endingWith = (chosen: readonly ProofPart[]): readonly Way[] => {
			const way = this.#wayFor(chosen, grants, isOfRules);
			return way !== undefined && this.#ends(way, draft) ? [way] : [];
		};
		const alone = parts.flatMap((part) => endingWith([part]));
		const ways = alone.length > 0 ? alone : together(parts, endingWith);
		const [best] = ways.toSorted(
			(one, other) => one.edits.length - other.edits.length || one.loss - other.loss,
		);
		return best;
	}

	/** A rule that changes, changes for all that have its role. */
	#othersThan(who: Draft["who"], edits: readonly FixEdit[]): readonly Subject[] {
		const roles = edits.flatMap((edit) => (edit.kind === "change-rule" ? [edit.role] : []));
		const found = new Map(roles.flatMap((role) => [...this.#subjects.of(role)]));
		if (!("rules" in who)) found.delete(formatSubject(who));
		return [...found.values()];
	}

	/** Every rule that gives one of the parts gives none of them any more. */
	#wayFor(
		parts: readonly ProofPart[],
		grants: readonly GrantingRule[],
		isOfRules: boolean,
	): Way | undefined {
		const edits = new Map<string, FixEdit>();
		let loss = 0;
		for (const grant of grants) {
			const served = grant.parts.filter((part) => parts.includes(part));
			if (served.length === 0) continue;
			const found = this.#editOf(grant, served, isOfRules);
			if (found === undefined) return undefined;
			if (edits.has(found.key)) continue;
			edits.set(found.key, found.edit);
			loss += found.loss;
		}
		return edits.size === 0 ? undefined : { edits: [...edits.values()], loss };
	}

	#editOf(
		{ match, sourced }: GrantingRule,
		parts: readonly ProofPart[],
		isOfRules: boolean,
	): { readonly key: string; readonly edit: FixEdit; readonly loss: number } | undefined {
		const { declaredIn: role, index: rule } = sourced;
		const { sets } = this.#world.audit.identities;
		const wholes = parts.filter((part) => part.kind === "every");
		// A part of a rule that gives a whole by itself may go; where several give it together, none is to blame.
		const isOfRule = isOfRules
			? wholes.every((part) => givesAlone(sourced.rule, part.inside, sets))
			: wholes.length === 0;
		if (isOfRule && !this.#world.defaults.isDefaultRule(sourced)) {
			const shrunk = this.#shrink(sourced, parts);
			if (shrunk === undefined) return undefined;
			const edit: FixEdit = { kind: "change-rule", role, rule, become: shrunk.become };
			return {
				key: `${role.kind} ${role.namespace}/${role.name} ${rule}`,
				edit,
				loss: shrunk.loss,
			};
		}
		if (match === undefined || match.binding.builtIn) return undefined;
		const { binding, subjectIndex: subject } = match;
		const isOnly = binding.subjects.length === 1;
		return {
			key: `${binding.kind} ${binding.namespace}/${binding.name} ${subject}`,
			edit: isOnly
				? { kind: "delete-binding", binding }
				: { kind: "remove-subject", binding, subject },
			loss: 0,
		};
	}

	/** The rule that keeps most, or the rules where it has to be split. */
	#shrink(
		{ rule }: SourcedRule,
		parts: readonly ProofPart[],
	): { readonly become: readonly PolicyRule[]; readonly loss: number } | undefined {
		const key = `${JSON.stringify(rule)} ${parts.map(partKey).join(" ")}`;
		if (this.#shrunk.has(key)) return this.#shrunk.get(key);
		const { sets } = this.#world.audit.identities;
		const region = sets.union(parts.map((part) => this.#regionOf(part)));
		const inVain = this.#vain.of(rule, region);
		const rest = sets.ofRules([rule]).difference(region).difference(inVain);
		const meets = (one: PolicyRule): boolean => sets.ofRules([one]).meets(region);
		const { catalog } = this.#world.audit.snapshot;
		const ways = shrunkRules(rule, meets, region, catalog)
			.map((become) => become.flatMap((one) => this.#vain.taken(inVain, one, rule, meets)))
			.filter((become) => wordsIn(become) <= Math.max(mostWords, wordsIn([rule])))
			.map((become) => {
				const lost = rest.difference(sets.ofRules(become));
				return { become, loss: countRequests(lost, this.#alphabets) };
			})
			.sort(
				(one, other) =>
					one.loss - other.loss ||
					one.become.length - other.become.length ||
					wordsIn(one.become) - wordsIn(other.become),
			);
		this.#shrunk.set(key, ways[0]);
		return ways[0];
	}

	#regionOf(part: ProofPart): PermissionSet {
		const known = this.#regions.get(part);
		if (known !== undefined) return known;
		const { sets } = this.#world.audit.identities;
		const region =
			part.kind === "every"
				? part.set
				: sets.union([
						...part.asked.resources.map(({ apiGroup, resource, subresource, verb, name }) =>
							sets.resourceRequests({ apiGroup, resource, subresource, verb, name }),
						),
						...part.asked.paths.map(({ verb, paths }) => sets.pathRequests(verb, paths)),
					]);
		this.#regions.set(part, region);
		return region;
	}

	/** None of the variants holds after the edits. */
	#ends({ edits }: Way, { fired, held, namespace }: Draft): boolean {
		const left = held.flatMap((one) => heldAfter(one, edits));
		const inside = left.filter((one) => one.namespace !== "");
		const holding = holdingOf(
			left.filter((one) => one.namespace === ""),
			namespace === "" ? undefined : inside,
			namespace,
		);
		return fired.variants.every(
			({ clause }) => this.#world.judge.proofOf(clause, holding) === undefined,
		);
	}
}

/** All parts without those that may stay, taken out from the first on and from the last on. */
function together(
	parts: readonly ProofPart[],
	endingWith: (chosen: readonly ProofPart[]) => readonly Way[],
): readonly Way[] {
	if (parts.length < 2) return [];
	return [parts, parts.toReversed()].flatMap((ordered) => {
		let chosen = ordered;
		let ways = endingWith(chosen);
		if (ways.length === 0) return [];
		for (const part of ordered) {
			const fewer = chosen.filter((one) => one !== part);
			const found = endingWith(fewer);
			if (found.length > 0) [chosen, ways] = [fewer, found];
		}
		return ways;
	});
}

function partKey(part: ProofPart): string {
	return part.kind === "every" ? part.text : `${part.asked.number}`;
}

function wordsIn(rules: readonly PolicyRule[]): number {
	return rules.reduce(
		(sum, { verbs, resources, apiGroups, resourceNames }) =>
			sum + verbs.length + resources.length + apiGroups.length + resourceNames.length,
		0,
	);
}
