import type { FixEdit } from "../model/suite-fix.ts";
import type { Check } from "./claim.ts";
import { editedRole } from "./edited-snapshot.ts";
import { candidatesFor, keyOf } from "./fix-candidates.ts";
import { type Cost, compareCosts, type FixCosts } from "./fix-cost.ts";
import { FixFrontier, type Part } from "./fix-frontier.ts";
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
const enough = 4;

/** Looks for the cheapest edits that serve every need: best first by estimate, then tried out. */
export class FixSearch {
	readonly #judge: FixJudge;
	readonly #failed: readonly Check[];
	readonly #costs: FixCosts;
	readonly #effort: Effort;
	/** What a candidate comes to alone; undefined where it cannot be tried. */
	readonly #alone = new Map<Part, Weighed | undefined>();
	readonly #tried: Weighed[] = [];

	constructor(judge: FixJudge, failed: readonly Check[], costs: FixCosts, effort: Effort) {
		this.#judge = judge;
		this.#failed = failed;
		this.#costs = costs;
		this.#effort = effort;
	}

	run(needs: readonly Need[]): Found {
		const isLess = needs.every(({ kind }) => kind === "less");
		const parts = candidatesFor(needs, this.#judge.world)
			.filter(({ edits }) => !emptiesRole(edits))
			.map((candidate): Part => ({ ...candidate, cost: this.#costs.estimate(candidate.edits) }));
		const good = this.#combine(needs, parts, isLess);
		const breaking = this.#tried.filter(({ trial: { repairs, breaks, adds } }) => {
			return repairs && breaks.length > 0 && !(isLess && adds);
		});
		return { good: sorted(good), breaking: sorted(breaking) };
	}

	#combine(needs: readonly Need[], parts: readonly Part[], isLess: boolean): readonly Weighed[] {
		const found: Weighed[] = [];
		const seen = new Set<string>();
		const frontier = new FixFrontier(needs.length, parts);
		while (found.length < enough && this.#effort.left > 0) {
			const whole = frontier.next();
			if (whole === undefined) break;
			const weighed = this.#whole(whole, seen);
			if (weighed !== undefined && isGood(weighed.trial, isLess)) found.push(weighed);
			else if (isLess) frontier.drop(this.#breaking(whole));
		}
		return found;
	}

	/** All parts together; undefined when that was tried before, or cannot be. */
	#whole(parts: readonly Part[], seen: Set<string>): Weighed | undefined {
		const edits = tidied(parts.flatMap((part) => part.edits));
		const key = edits.map(keyOf).sort().join(" ");
		if (seen.has(key) || emptiesRole(edits)) return undefined;
		seen.add(key);
		const [first] = parts;
		return first !== undefined && parts.length === 1 ? this.#tryAlone(first) : this.#weigh(edits);
	}

	/** What breaks a check alone breaks it in company too, as long as edits only take. */
	#breaking(parts: readonly Part[]): readonly Part[] {
		return parts.filter((part) => {
			const trial = this.#tryAlone(part)?.trial;
			return trial !== undefined && (trial.breaks.length > 0 || trial.adds);
		});
	}

	#tryAlone(part: Part): Weighed | undefined {
		if (this.#alone.has(part)) return this.#alone.get(part);
		const weighed = this.#weigh(part.edits);
		this.#alone.set(part, weighed);
		return weighed;
	}

	#weigh(edits: readonly FixEdit[]): Weighed | undefined {
		if (this.#effort.left <= 0) return undefined;
		this.#effort.left -= 1;
		const trial = this.#judge.try(edits, this.#failed);
		const weighed = { trial, cost: this.#costs.of(trial) };
		this.#tried.push(weighed);
		return weighed;
	}
}

function sorted(found: readonly Weighed[]): readonly Weighed[] {
	return found.toSorted((one, other) => compareCosts(one.cost, other.cost));
}

function isGood({ repairs, adds, breaks }: Trial, isLess: boolean): boolean {
	return repairs && breaks.length === 0 && !(isLess && adds);
}

/** A role without a rule is better deleted, by hand. */
function emptiesRole(edits: readonly FixEdit[]): boolean {
	return edits.some((edit) => "role" in edit && editedRole(edit.role, edits).rules.length === 0);
}

/** A binding that would name nobody goes. */
function tidied(edits: readonly FixEdit[]): readonly FixEdit[] {
	const result = new Map<string, FixEdit>();
	for (const edit of edits) {
		const tidy = edit.kind === "remove-subject" ? wholeOrPart(edit, edits) : edit;
		result.set(keyOf(tidy), tidy);
	}
	return [...result.values()];
}

function wholeOrPart(
	edit: Extract<FixEdit, { kind: "remove-subject" }>,
	edits: readonly FixEdit[],
): FixEdit {
	const { binding } = edit;
	const gone = edits.filter((one) => one.kind === "remove-subject" && one.binding === binding);
	return gone.length === binding.subjects.length ? { kind: "delete-binding", binding } : edit;
}
