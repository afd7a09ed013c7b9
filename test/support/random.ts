/** Decisions drawn from a source of numbers; 0 is always the simplest one. */
export class Random {
	readonly #draw: () => number;

	constructor(draw: () => number) {
		this.#draw = draw;
	}

	/** A whole number from 0 up to, not including, `limit`. */
	below(limit: number): number {
		return this.#draw() % limit;
	}

	/** True so many times in a hundred. */
	chance(percent: number): boolean {
		return this.below(100) >= 100 - percent;
	}

	of<T>(list: readonly T[]): T {
		const chosen = list[this.below(list.length)];
		if (chosen === undefined) throw new RangeError("an empty list has nothing to choose");
		return chosen;
	}

	/** Up to `most` of a list, repetitions allowed. */
	some<T>(list: readonly T[], most: number): readonly T[] {
		return Array.from({ length: this.below(most + 1) }, () => this.of(list));
	}
}

/** The same numbers on every machine for one seed (mulberry32). */
export function seeded(seed: number): Random {
	let state = seed | 0;
	return new Random(() => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return (mixed ^ (mixed >>> 14)) >>> 0;
	});
}

/** Decisions read off a list, zeros at its end: when the list shrinks, so does all that was drawn from it. */
export function choosing(choices: readonly number[]): Random {
	let next = 0;
	return new Random(() => {
		const choice = choices[next] ?? 0;
		next += 1;
		return choice;
	});
}
