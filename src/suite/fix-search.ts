import type { FixEdit } from "../model/suite-fix.ts";
import type { Check } from "./claim.ts";
import { editedRole } from "./edited-snapshot.ts";
import { type Candidate, candidatesFor, keyOf } from "./fix-candidates.ts";
import { type Cost, compareCosts, type FixCosts } from "./fix-cost.ts";
import type { FixJudge, Trial } from "./fix-judge.ts";
import type { Need } from "./fix-needs.ts";

/** How many trials there still may be: a run with many failures has to end. */
export interface Effort {
	left: number;
}

/** What a search found: trials that repair, the best first, and the best of those that break something. */
export interface Found {
	readonly good: readonly Weighed[];
	readonly breaking: readonly Weighed[];
}

export interface Weighed {
	readonly trial: Trial;
	readonly cost: Cost;
}

/** So many ways that work are compared. */
const enough = 6;

/**
 * Looks for the cheapest edits that serve every need. Each candidate is tried alone first: what breaks a check alone
 * breaks it in company too, as long as edits only take.
 */
export class FixSearch {
	readonly #judge: FixJudge;
	readonly #failed: readonly Check[];
	readonly #costs: FixCosts;
	readonly #effort: Effort;

	constructor(judge: FixJudge, failed: readonly Check[], costs: FixCosts, effort: Effort) {
		this.#judge = judge;
		this.#failed = failed;
		this.#costs = costs;
		this.#effort = effort;
	}

	run(needs: readonly Need[]): Found {
		const isLess = needs.every(({ kind }) => kind === "less");
		const all = candidatesFor(needs, this.#judge.world);
		const alone = all.flatMap((candidate) => {
			const weighed = this.#weigh(candidate.edits);
			return weighed === undefined ? [] : [{ ...candidate, ...weighed }];
		});
		const usable = alone.filter(
			({ trial }) => !isLess || (trial.breaks.length === 0 && !trial.adds),
		);
		const good = this.#combine(needs, usable, isLess);
		if (good.length > 0) return { good, breaking: [] };
		const single = alone.filter(
			({ trial }) => trial.repairs && trial.breaks.length > 0 && !(isLess && trial.adds),
		);
		return { good, breaking: single.toSorted((one, other) => compareCosts(one.cost, other.cost)) };
	}

	/** Best first, over edits that serve one need after the other. */
	#combine(needs: readonly Need[], usable: readonly Part[], isLess: boolean): readonly Weighed[] {
		const found: Weighed[] = [];
		const seen = new Set<string>();
		let open: readonly Partial[] = [{ parts: [], served: new Set(), cost: [] }];
		while (found.length < enough && this.#effort.left > 0) {
			const [best, ...rest] = open;
			if (best === undefined) break;
			const next = needs.findIndex((_, index) => !best.served.has(index));
			if (next >= 0) {
				open = [...rest, ...successors(best, next, usable)]
					.sort((one, other) => compareCosts(one.cost, other.cost))
					.slice(0, mostOpen);
				continue;
			}
			open = rest;
			const key = best.parts
				.map((part) => keyOfPart(part))
				.sort()
				.join(" ");
			const weighed = seen.has(key) ? undefined : this.#whole(best.parts);
			seen.add(key);
			if (weighed !== undefined && isGood(weighed.trial, isLess)) found.push(weighed);
		}
		return found.toSorted((one, other) => compareCosts(one.cost, other.cost));
	}

	#whole(parts: readonly Part[]): Weighed | undefined {
		const [first] = parts;
		if (first !== undefined && parts.length === 1) return first;
		return this.#weigh(tidied(parts.flatMap(({ edits }) => edits)));
	}

	#weigh(edits: readonly FixEdit[]): Weighed | undefined {
		if (this.#effort.left <= 0) return undefined;
		if (edits.some((edit) => "role" in edit && editedRole(edit.role, edits).rules.length === 0)) {
			return undefined;
		}
		this.#effort.left -= 1;
		const trial = this.#judge.try(edits, this.#failed);
		return { trial, cost: this.#costs.of(trial) };
	}
}

const mostOpen = 400;

type Part = Candidate & Weighed;

interface Partial {
	readonly parts: readonly Part[];
	readonly served: ReadonlySet<number>;
	readonly cost: Cost;
}

function successors(best: Partial, need: number, usable: readonly Part[]): readonly Partial[] {
	return usable
		.filter((part) => part.serves.has(need) && best.parts.every((one) => isCompatible(one, part)))
		.map((part) => extended(best, part));
}

function keyOfPart({ edits }: Candidate): string {
	return edits.map(keyOf).join(" ");
}

function extended({ parts, served, cost }: Partial, part: Part): Partial {
	return {
		parts: [...parts, part],
		served: new Set([...served, ...part.serves]),
		cost: part.cost.map((number, index) => number + (cost[index] ?? 0)),
	};
}

function isGood({ repairs, adds, breaks }: Trial, isLess: boolean): boolean {
	return repairs && breaks.length === 0 && !(isLess && adds);
}

/** One rule takes one edit, and one binding too, but for several subjects that go. */
function isCompatible(one: Candidate, other: Candidate): boolean {
	return one.edits.every((edit) => other.edits.every((against) => areApart(edit, against)));
}

function areApart(one: FixEdit, other: FixEdit): boolean {
	if (one.kind === "change-rule" && other.kind === "change-rule") {
		return one.role !== other.role || one.rule !== other.rule;
	}
	if (!("binding" in one) || !("binding" in other) || one.binding !== other.binding) return true;
	return (
		one.kind === "remove-subject" &&
		other.kind === "remove-subject" &&
		one.subject !== other.subject
	);
}

/** A binding that would name nobody goes. */
function tidied(edits: readonly FixEdit[]): readonly FixEdit[] {
	const result = new Map<string, FixEdit>();
	for (const edit of edits) {
		const all =
			edit.kind === "remove-subject" &&
			edits.filter((one) => one.kind === "remove-subject" && one.binding === edit.binding);
		const isWhole =
			all !== false &&
			edit.kind === "remove-subject" &&
			all.length === edit.binding.subjects.length;
		const tidy: FixEdit = isWhole ? { kind: "delete-binding", binding: edit.binding } : edit;
		result.set(keyOf(tidy), tidy);
	}
	return [...result.values()];
}
