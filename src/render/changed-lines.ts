/** Lines `from` up to `to` of the old text become those of the new one. */
export interface ChangedLines {
	readonly from: number;
	readonly to: number;
	readonly newFrom: number;
	readonly newTo: number;
}

/** The fewest lines that differ between two texts, by Myers' greedy search. */
export function changedLines(
	one: readonly string[],
	other: readonly string[],
): readonly ChangedLines[] {
	const changes: ChangedLines[] = [];
	let [x, y] = [0, 0];
	for (const [nextX, nextY] of shortestWay(one, other)) {
		const last = changes.at(-1);
		const isStraight = nextX === x || nextY === y;
		if (isStraight && last?.to === x && last.newTo === y) {
			changes[changes.length - 1] = { ...last, to: nextX, newTo: nextY };
		} else if (isStraight) {
			changes.push({ from: x, to: nextX, newFrom: y, newTo: nextY });
		}
		[x, y] = [nextX, nextY];
	}
	return changes;
}

/** How many lines of each text have been passed. */
type Point = readonly [number, number];

/** Step by step from before both texts to behind them: over a line of one of them, or over all that are the same. */
function shortestWay(one: readonly string[], other: readonly string[]): readonly Point[] {
	/** For each cost, the furthest line of the old text on each diagonal; the middle is diagonal 0. */
	const reached: Int32Array[] = [];
	for (let cost = 0; ; cost += 1) {
		const before = reached.at(-1);
		const furthest = new Int32Array(2 * cost + 1);
		reached.push(furthest);
		for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
			let x = before === undefined ? 0 : from(before, diagonal, cost).start;
			while (x < one.length && x - diagonal < other.length && one[x] === other[x - diagonal])
				x += 1;
			furthest[diagonal + cost] = x;
			if (x >= one.length && x - diagonal >= other.length) return wayBack(reached, x, x - diagonal);
		}
	}
}

/** Where one more step leads to on a diagonal, and whether it goes over a line of the new text. */
function from(
	before: Int32Array,
	diagonal: number,
	cost: number,
): { readonly start: number; readonly isNew: boolean } {
	const middle = cost - 1;
	const lower = diagonal - 1 < -middle ? -1 : (before[diagonal - 1 + middle] ?? -1);
	const upper = diagonal + 1 > middle ? -1 : (before[diagonal + 1 + middle] ?? -1);
	const isNew = diagonal === -cost || (diagonal !== cost && lower < upper);
	return { start: isNew ? upper : lower + 1, isNew };
}

function wayBack(reached: readonly Int32Array[], endX: number, endY: number): readonly Point[] {
	const points: Point[] = [];
	let [x, y] = [endX, endY];
	for (let cost = reached.length - 1; cost >= 0; cost -= 1) {
		const before = reached[cost - 1];
		const step = before && from(before, x - y, cost);
		const same = x - (step?.start ?? 0);
		if (same > 0) points.push([x, y]);
		x -= same;
		y -= same;
		if (step === undefined) break;
		points.push([x, y]);
		if (step.isNew) y -= 1;
		else x -= 1;
	}
	return points.reverse();
}
