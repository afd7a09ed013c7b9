/** A piece of an input of reviews: some lines of JSON, or a whole text. */
export interface Batch {
	readonly shape: "lines" | "json" | "yaml";
	readonly text: string;
	/** How many lines of the input come before it. */
	readonly linesBefore: number;
}

/**
 * Cuts an input into batches as it comes: lines of JSON are handed on as soon as they are complete, anything else when
 * all of it is there. The first line decides: when it is an object by itself, every line is taken for one.
 */
export async function* reviewBatches(chunks: AsyncIterable<string>): AsyncIterable<Batch> {
	let waiting = "";
	let linesBefore = 0;
	let isLines: boolean | undefined;
	for await (const chunk of chunks) {
		waiting += chunk;
		// Looking for a line's end in every chunk of a long first line would take the square of its length.
		if (!chunk.includes("\n")) continue;
		isLines ??= startsWithLine(waiting);
		if (isLines !== true) continue;
		const end = waiting.lastIndexOf("\n") + 1;
		for (const batch of lineBatches(waiting.slice(0, end), linesBefore)) yield batch;
		linesBefore += countLines(waiting.slice(0, end));
		waiting = waiting.slice(end);
	}
	if (waiting.trim() === "") return;
	isLines ??= startsWithLine(`${waiting}\n`);
	if (isLines === true) yield* lineBatches(waiting, linesBefore);
	else yield { shape: /^\s*[{[]/.test(waiting) ? "json" : "yaml", text: waiting, linesBefore: 0 };
}

/** Is the first line that is not blank a JSON object? Undefined while that line is not complete. */
function startsWithLine(text: string): boolean | undefined {
	const start = text.search(/\S/);
	if (start < 0) return undefined;
	const end = text.indexOf("\n", start);
	if (end < 0) return undefined;
	if (text[start] !== "{") return false;
	try {
		JSON.parse(text.slice(start, end));
		return true;
	} catch {
		return false;
	}
}

/** All lines at once where each starts an object; one by one where one does not, so that it spoils no other. */
function* lineBatches(text: string, linesBefore: number): Iterable<Batch> {
	if (text.startsWith("{") && !/\n[^\n{]/.test(text)) {
		yield { shape: "lines", text, linesBefore };
		return;
	}
	for (const [index, line] of text.split("\n").entries()) {
		const trimmed = line.trim();
		if (trimmed !== "") yield { shape: "lines", text: trimmed, linesBefore: linesBefore + index };
	}
}

function countLines(text: string): number {
	let count = 0;
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
	return count;
}
