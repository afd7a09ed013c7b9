/** The candidate a misspelled word most likely meant; undefined when none is close. Letter case counts for little. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	// Words from manifests may be megabytes long; nobody mistypes those.
	if (word === "" || word.length > 100) return undefined;
	const lower = word.toLowerCase();
	let best: string | undefined;
	let bestDistance = allowedEdits(word.length) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(lower, candidate.toLowerCase(), bestDistance - 1);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
		}
	}
	return best;
}

function allowedEdits(length: number): number {
	if (length <= 2) return 0;
	if (length <= 5) return 1;
	return length <= 10 ? 2 : 3;
}

/**
 * How many letters to insert, delete, replace or swap with their neighbour, at most `limit`; anything above `limit`
 * means "more". (Optimal string alignment.)
 */
export function editDistance(a: string, b: string, limit: number): number {
	const tooFar = limit + 1;
	if (a === b) return 0;
	if (Math.abs(a.length - b.length) > limit) return tooFar;
	let beforePrevious: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row += 1) {
		const current = nextRow(a, b, row, previous, beforePrevious);
		if (Math.min(...current) > limit) return tooFar;
		beforePrevious = previous;
		previous = current;
	}
	return Math.min(previous[b.length] ?? tooFar, tooFar);
}

function nextRow(
	a: string,
	b: string,
	row: number,
	previous: readonly number[],
	beforePrevious: readonly number[],
): number[] {
	const current = [row];
	for (let column = 1; column <= b.length; column += 1) {
		const same = a[row - 1] === b[column - 1];
		const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
		current.push(
			Math.min(
				(previous[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(previous[column - 1] ?? 0) + (same ? 0 : 1),
				row > 1 && column > 1 && swapped ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
			),
		);
	}
	return current;
}
