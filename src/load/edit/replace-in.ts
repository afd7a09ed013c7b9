/** New text for a range of a text; ranges do not overlap, an empty one inserts. */
export interface Replacement {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** Replaces in a text what is given by offsets in its clean form, which has no byte-order mark and plain line feeds. */
export function replaceIn(
	text: string,
	clean: string,
	replacements: readonly Replacement[],
): string {
	const lineEnd = /\r\n?|\n/.exec(text)?.[0] ?? "\n";
	const offsets = new Offsets(text, clean);
	const sorted = replacements.toSorted(
		(one, other) => one.start - other.start || one.end - other.end,
	);
	let result = "";
	let at = 0;
	for (const { start, end, text: added } of sorted) {
		const from = Math.max(at, offsets.original(start));
		result += text.slice(at, from) + added.replaceAll("\n", lineEnd);
		at = Math.max(from, offsets.original(end));
	}
	return result + text.slice(at);
}

/** Goes through both texts once; offsets have to be asked for in order. */
class Offsets {
	readonly #text: string;
	readonly #clean: string;
	/** One line feed is one line feed. */
	readonly #isPlain: boolean;
	#at = 0;
	#original: number;

	constructor(text: string, clean: string) {
		this.#text = text;
		this.#clean = clean;
		this.#isPlain = !text.includes("\r");
		this.#original = text.startsWith("\uFEFF") ? 1 : 0;
	}

	original(offset: number): number {
		if (this.#isPlain && this.#at < offset) {
			this.#original += offset - this.#at;
			this.#at = offset;
		}
		while (this.#at < offset) {
			const isBreak = this.#clean[this.#at] === "\n";
			this.#original += isBreak && this.#text.startsWith("\r\n", this.#original) ? 2 : 1;
			this.#at += 1;
		}
		return Math.min(this.#original, this.#text.length);
	}
}
