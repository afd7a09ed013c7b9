/** Members of a list of targets, one bit each. */
export type Bits = bigint;

/** One of the sets that targets are covered by. */
export interface Candidate {
	readonly bits: Bits;
	/** Of two covers of one size, the one with the smaller sum is taken. */
	readonly cost: number;
}

export interface Cover {
	/** Indices of candidates, ascending. */
	readonly chosen: readonly number[];
	/** No cover by these candidates is smaller. */
	readonly isSmallest: boolean;
}

const mostSteps = 20_000;

/** The fewest candidates that cover all targets: surely so when the search ends within its bound, else a good cover. */
export function smallestCover(targets: Bits, candidates: readonly Candidate[]): Cover | undefined {
	if (targets === 0n) return { chosen: [], isSmallest: true };
	return new Search(targets, candidates).run();
}

class Search {
	readonly #targets: Bits;
	readonly #candidates: readonly Candidate[];
	readonly #coveredBy = new Map<Bits, readonly number[]>();
	#best: readonly number[] | undefined;
	#bestCost = Number.POSITIVE_INFINITY;
	#steps = 0;

	constructor(targets: Bits, candidates: readonly Candidate[]) {
		this.#targets = targets;
		this.#candidates = candidates;
		for (const bit of bitsOf(targets)) {
			const able = candidates.flatMap(({ bits }, index) => ((bits & bit) === 0n ? [] : [index]));
			this.#coveredBy.set(bit, able);
		}
	}

	run(): Cover | undefined {
		if ([...this.#coveredBy.values()].some((able) => able.length === 0)) return undefined;
		this.#keep(this.#greedy());
		this.#branch(this.#targets, []);
		const chosen = (this.#best ?? []).toSorted((one, other) => one - other);
		return { chosen, isSmallest: this.#steps < mostSteps };
	}

	#greedy(): readonly number[] {
		const chosen: number[] = [];
		let left = this.#targets;
		while (left !== 0n) {
			let best = -1;
			let most = 0;
			for (const [index, { bits }] of this.#candidates.entries()) {
				const count = countOf(bits & left);
				if (count > most) {
					most = count;
					best = index;
				}
			}
			chosen.push(best);
			left &= ~this.#bits(best);
		}
		return this.#withoutNeedless(chosen);
	}

	/** From the last to the first. */
	#withoutNeedless(chosen: readonly number[]): readonly number[] {
		let kept = chosen;
		for (const index of chosen.toReversed()) {
			const others = kept.filter((one) => one !== index);
			const covered = others.reduce((bits, one) => bits | this.#bits(one), 0n);
			if ((covered & this.#targets) === this.#targets) kept = others;
		}
		return kept;
	}

	#bits(index: number): Bits {
		return this.#candidates[index]?.bits ?? 0n;
	}

	#keep(chosen: readonly number[]): void {
		const cost = chosen.reduce((sum, one) => sum + (this.#candidates[one]?.cost ?? 0), 0);
		const before = this.#best?.length ?? Number.POSITIVE_INFINITY;
		if (chosen.length > before || (chosen.length === before && cost >= this.#bestCost)) return;
		this.#best = chosen;
		this.#bestCost = cost;
	}

	#branch(left: Bits, chosen: readonly number[]): void {
		if (left === 0n) {
			this.#keep(chosen);
			return;
		}
		this.#steps += 1;
		if (this.#steps >= mostSteps) return;
		const { bound, hardest } = this.#outlook(left);
		if (chosen.length + bound > (this.#best?.length ?? Number.POSITIVE_INFINITY)) return;
		const options = (this.#coveredBy.get(hardest) ?? []).toSorted(
			(one, other) =>
				countOf(this.#bits(other) & left) - countOf(this.#bits(one) & left) || one - other,
		);
		for (const option of options) this.#branch(left & ~this.#bits(option), [...chosen, option]);
	}

	/** Targets no candidate covers two of need one each; the target with the fewest candidates is decided first. */
	#outlook(left: Bits): { readonly bound: number; readonly hardest: Bits } {
		let bound = 0;
		let apart = left;
		let hardest = 0n;
		let fewest = Number.POSITIVE_INFINITY;
		for (const bit of bitsOf(left)) {
			const able = this.#coveredBy.get(bit) ?? [];
			if (able.length < fewest) {
				fewest = able.length;
				hardest = bit;
			}
			if ((apart & bit) === 0n) continue;
			bound += 1;
			for (const index of able) apart &= ~this.#bits(index);
		}
		return { bound, hardest };
	}
}

/** The single bits of a set, the lowest first. */
function bitsOf(bits: Bits): readonly Bits[] {
	const found: Bits[] = [];
	for (let rest = bits; rest !== 0n; rest &= rest - 1n) found.push(rest & -rest);
	return found;
}

function countOf(bits: Bits): number {
	let count = 0;
	for (let rest = bits; rest !== 0n; rest &= rest - 1n) count += 1;
	return count;
}
