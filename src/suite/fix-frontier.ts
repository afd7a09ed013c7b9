import type { FixEdit } from "../model/suite-fix.ts";
import type { Candidate } from "./fix-candidates.ts";
import { type Cost, compareCosts } from "./fix-cost.ts";

/** A candidate with its estimate. */
export interface Part extends Candidate {
	readonly cost: Cost;
}

/** Candidates that serve some of the needs together. */
interface Partial {
	readonly parts: readonly Part[];
	readonly served: ReadonlySet<number>;
	readonly cost: Cost;
}

/** So many steps are taken, and so many ways are kept in mind. */
const mostSteps = 600;
const mostOpen = 300;

/** Puts candidates together that serve every need, the cheapest first by estimate. */
export class FixFrontier {
	readonly #needs: number;
	readonly #parts: readonly Part[];
	readonly #dropped = new Set<Part>();
	#open: readonly Partial[] = [{ parts: [], served: new Set(), cost: [] }];
	#steps = 0;

	constructor(needs: number, parts: readonly Part[]) {
		this.#needs = needs;
		this.#parts = parts;
	}

	/** The next cheapest whole; undefined when there is none, or the search was long enough. */
	next(): readonly Part[] | undefined {
		for (; this.#steps < mostSteps; this.#steps += 1) {
			const [best, ...rest] = this.#open;
			if (best === undefined) return undefined;
			this.#open = rest;
			if (this.#isDropped(best)) continue;
			const need = this.#firstOpen(best);
			if (need === undefined) return best.parts;
			const more = successors(best, need, this.#parts).filter((one) => !this.#isDropped(one));
			this.#open = [...rest, ...more].sort(inOrder).slice(0, mostOpen);
		}
		return undefined;
	}

	/** Nothing that holds one of these comes any more. */
	drop(parts: readonly Part[]): void {
		for (const part of parts) this.#dropped.add(part);
	}

	#isDropped({ parts }: Partial): boolean {
		return parts.some((part) => this.#dropped.has(part));
	}

	#firstOpen({ served }: Partial): number | undefined {
		for (let need = 0; need < this.#needs; need += 1) if (!served.has(need)) return need;
		return undefined;
	}
}

function successors(best: Partial, need: number, parts: readonly Part[]): readonly Partial[] {
	return parts
		.filter((part) => part.serves.has(need) && best.parts.every((one) => isCompatible(one, part)))
		.map(
			(part): Partial => ({
				parts: [...best.parts, part],
				served: new Set([...best.served, ...part.serves]),
				cost: part.cost.map((number, index) => number + (best.cost[index] ?? 0)),
			}),
		);
}

/** Of two that cost the same, the one that is further. */
function inOrder(one: Partial, other: Partial): number {
	return compareCosts(one.cost, other.cost) || other.served.size - one.served.size;
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
