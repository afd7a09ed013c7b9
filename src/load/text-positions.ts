import type { Position } from "../model/origin.ts";

/** Lines and columns of one text; the line starts are found when the first position is asked for. */
export interface TextPositions {
	readonly text: string;
	readonly at: (offset: number) => Position;
}

export function textPositions(text: string): TextPositions {
	let starts: readonly number[] | undefined;
	return {
		text,
		at: (offset) => {
			starts ??= lineStarts(text);
			const line = lineOf(starts, offset);
			return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
		},
	};
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
		starts.push(end + 1);
	}
	return starts;
}

/** The index of the last line that starts at or before the offset. */
function lineOf(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
