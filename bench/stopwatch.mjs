// The fastest of several runs: on a busy machine it says more than the mean.

/** Microseconds of the fastest of `runs`; `prepare` makes each run's fresh input and is not timed. */
export function fastest(runs, prepare, run) {
	let best = Number.POSITIVE_INFINITY;
	for (let i = 0; i < runs; i += 1) {
		const input = prepare();
		const start = process.hrtime.bigint();
		run(input);
		best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000);
	}
	return best;
}

/**
 * Microseconds for one of many questions: of each short stretch of them the fastest of `runs` counts, so that what
 * else the machine does stays out. `prepare` makes each run's questions anew and is not timed.
 */
export function fastestEach(runs, prepare, ask, stretch = 500) {
	const best = [];
	let length = 0;
	for (let i = 0; i < runs; i += 1) {
		const questions = prepare();
		length = questions.length;
		for (let from = 0; from < length; from += stretch) {
			const to = Math.min(from + stretch, length);
			const start = process.hrtime.bigint();
			for (let j = from; j < to; j += 1) ask(questions[j], j);
			const took = Number(process.hrtime.bigint() - start) / 1000;
			best[from / stretch] = Math.min(best[from / stretch] ?? took, took);
		}
	}
	return best.reduce((sum, one) => sum + one, 0) / length;
}

export function median(numbers) {
	const sorted = [...numbers].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)];
}
