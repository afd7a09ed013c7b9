/** A small random generator (mulberry32), so that a seed repeats a run. */
export function random(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n) => Math.floor(next() * n);
	const pick = (list) => list[below(list.length)];
	const chance = (p) => next() < p;
	/** Up to `most` of a list, repetitions allowed. */
	const some = (list, most) => Array.from({ length: below(most + 1) }, () => pick(list));
	/** As many of a list, the same one never twice. */
	const sample = (list, count) => {
		const rest = [...list];
		const chosen = [];
		while (chosen.length < count && rest.length > 0)
			chosen.push(...rest.splice(below(rest.length), 1));
		return chosen;
	};
	return { below, pick, chance, some, sample };
}
