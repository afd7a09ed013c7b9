import type { PermissionSet } from "../sets/permission-set.ts";
import type { Closed, PlacedOpening } from "./closing.ts";
import { type Worth, worthOf } from "./opening.ts";
import type { Candidate } from "./subject-candidates.ts";

/** A candidate with all that it closes by itself. */
export interface Measured {
	readonly candidate: Candidate;
	readonly closes: readonly Closed[];
}

export interface Chosen {
	readonly measured: Measured;
	/** What it closes that those before it leave open. */
	readonly gained: readonly Closed[];
}

type Left = ReadonlyMap<PlacedOpening, Pick<Closed, "above" | "below">>;

/** Chooses, one after the other, what closes most of what is still open. */
export class Greedy {
	readonly #openings: readonly PlacedOpening[];
	readonly #candidates: readonly Measured[];

	constructor(openings: readonly PlacedOpening[], candidates: readonly Measured[]) {
		this.#openings = openings;
		this.#candidates = candidates;
	}

	choose(
		most: number,
		isSound: (one: Measured, before: readonly Measured[]) => boolean,
	): readonly Chosen[] {
		const chosen: Measured[] = [];
		let left = this.#all();
		let queue = this.#candidates.map((measured) => ({ measured, worth: ofAll(measured.closes) }));
		while (chosen.length < most) {
			const best = nextBest(queue, left);
			if (best === undefined) break;
			queue = queue.filter(({ measured }) => measured !== best);
			if (!isSound(best, chosen)) continue;
			chosen.push(best);
			left = without(left, best);
		}
		return this.#inTurn(needed(chosen));
	}

	#all(): Left {
		return new Map(this.#openings.map((opening) => [opening, opening]));
	}

	#inTurn(chosen: readonly Measured[]): readonly Chosen[] {
		let left = this.#all();
		return chosen.map((measured) => {
			const gained = gainOf(measured, left);
			left = without(left, measured);
			return { measured, gained };
		});
	}
}

interface Queued {
	readonly measured: Measured;
	/** What it was worth when it was looked at last: it can only be worth less now. */
	worth: Worth;
}

/** Looks again only at those that could still be the best. */
function nextBest(queue: Queued[], left: Left): Measured | undefined {
	const fresh = new Set<Queued>();
	for (;;) {
		queue.sort(byWorth);
		const [first] = queue;
		if (first === undefined || isNothing(first.worth)) return undefined;
		if (fresh.has(first)) return first.measured;
		first.worth = ofAll(gainOf(first.measured, left));
		fresh.add(first);
	}
}

function byWorth(one: Queued, other: Queued): number {
	return (
		other.worth.dangerous - one.worth.dangerous ||
		other.worth.share - one.worth.share ||
		lengthOf(one) - lengthOf(other)
	);
}

function lengthOf({ measured }: Queued): number {
	return JSON.stringify(measured.candidate.test.words).length;
}

function isNothing({ dangerous, share }: Worth): boolean {
	return dangerous === 0 && share === 0;
}

function ofAll(closes: readonly Closed[]): Worth {
	const all = closes.map(({ opening, above, below }) => worthOf(above, below, opening));
	return {
		dangerous: all.reduce((sum, worth) => sum + worth.dangerous, 0),
		share: all.reduce((sum, worth) => sum + worth.share, 0),
	};
}

function gainOf({ closes }: Measured, left: Left): readonly Closed[] {
	return closes.flatMap(({ opening, above, below }): readonly Closed[] => {
		const open = left.get(opening);
		if (open === undefined) return [];
		const gained = {
			above: above.intersection(open.above),
			below: below.intersection(open.below),
		};
		return gained.above.isEmpty && gained.below.isEmpty ? [] : [{ opening, ...gained }];
	});
}

function without(left: Left, { closes }: Measured): Left {
	const after = new Map(left);
	for (const { opening, above, below } of closes) {
		const open = after.get(opening) ?? opening;
		after.set(opening, {
			above: open.above.difference(above),
			below: open.below.difference(below),
		});
	}
	return after;
}

/** Without those that close only what the others close together. */
function needed(chosen: readonly Measured[]): readonly Measured[] {
	let kept = chosen;
	for (const one of chosen) {
		const others = kept.filter((other) => other !== one);
		const isCovered = one.closes.every(({ opening, above, below }) => {
			const same = others.flatMap(({ closes }) =>
				closes.filter((closed) => closed.opening === opening),
			);
			const rest = (set: PermissionSet, side: "above" | "below"): PermissionSet =>
				same.reduce((open, closed) => open.difference(closed[side]), set);
			return rest(above, "above").isEmpty && rest(below, "below").isEmpty;
		});
		if (isCovered) kept = others;
	}
	return kept;
}
