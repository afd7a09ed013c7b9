/** A text changed so that `yaml` reads it, with the way back to the offsets of the original. */
export interface Reindented {
	readonly text: string;
	readonly original: (offset: number) => number;
}

interface Edit {
	/** In the original. */
	readonly at: number;
	readonly removed: number;
	readonly inserted: string;
}

/**
 * kubectl does not mind how lines inside quotes and brackets are indented, nor `\'` in double quotes; `yaml` does. This
 * indents such lines and writes such quotes in another way; undefined where nothing had to be changed.
 */
export function reindent(text: string): Reindented | undefined {
	const { edits } = new Scan(text);
	if (edits.length === 0) return undefined;
	let changed = "";
	let from = 0;
	for (const { at, removed, inserted } of edits) {
		changed += text.slice(from, at) + inserted;
		from = at + removed;
	}
	return { text: changed + text.slice(from), original: (offset) => originalOffset(edits, offset) };
}

/** The offset of the quote or bracket that is still open where the text ends. */
export function findUnclosed(text: string): number | undefined {
	return new Scan(text).unclosed;
}

function originalOffset(edits: readonly Edit[], offset: number): number {
	let shift = 0;
	for (const { at, removed, inserted } of edits) {
		const start = at + shift;
		if (offset < start) break;
		if (offset < start + inserted.length) return at;
		shift += inserted.length - removed;
	}
	return offset - shift;
}

/** Walks over the lines of blocks, and through quotes and brackets wherever they begin. */
class Scan {
	readonly edits: Edit[] = [];
	unclosed: number | undefined;
	private readonly text: string;
	private at = 0;
	/** The column behind the dashes of the line in hand. */
	private indent = 0;

	constructor(text: string) {
		this.text = text;
		while (this.at < text.length) {
			const lead = this.match(/[ \t]*(?:[-?:][ \t]+)*/y);
			this.indent = lead.length;
			this.at += lead.length;
			this.line();
		}
	}

	private match(pattern: RegExp): string {
		pattern.lastIndex = this.at;
		return pattern.exec(this.text)?.[0] ?? "";
	}

	private line(): void {
		let starts = true;
		while (this.at < this.text.length) {
			const letter = this.text.charAt(this.at);
			if (letter === "\n" || this.isComment(letter) || (starts && /[|>]/.test(letter))) break;
			if (starts && /["'[{]/.test(letter)) {
				this.token(letter);
				starts = false;
			} else {
				starts = /[ \t]/.test(letter) && (starts || this.text.charAt(this.at - 1) === ":");
				this.at++;
			}
		}
		if (/[|>]/.test(this.text.charAt(this.at))) this.blockScalar();
		else this.skipLine();
	}

	private token(letter: string): void {
		if (letter === '"' || letter === "'") this.quoted(letter);
		else this.flow();
	}

	private isComment(letter: string): boolean {
		return letter === "#" && /^\s?$/.test(this.text.charAt(this.at - 1));
	}

	private skipLine(): void {
		const end = this.text.indexOf("\n", this.at);
		this.at = end < 0 ? this.text.length : end + 1;
	}

	private blockScalar(): void {
		const column = this.columnOfOwner();
		do {
			this.skipLine();
		} while (this.at < this.text.length && (this.isBlankLine() || this.column() > column));
	}

	private isBlankLine(): boolean {
		const blank = /[ \t]*(?:\n|$)/y;
		blank.lastIndex = this.at;
		return blank.test(this.text);
	}

	/** Where the content of the line at hand begins. */
	private column(): number {
		return this.match(/ *\S?/y).length - 1;
	}

	/** The column of the key or dash that the block scalar at hand belongs to. */
	private columnOfOwner(): number {
		const start = this.text.lastIndexOf("\n", this.at - 1) + 1;
		const before = this.text.slice(start, this.at);
		const lead = /^ *(?:- +)*/.exec(before)?.[0] ?? "";
		return lead.length === before.length ? lead.trimEnd().length - 1 : lead.length;
	}

	private flow(): void {
		const start = this.at;
		let depth = 0;
		while (this.at < this.text.length) {
			const letter = this.text.charAt(this.at);
			if ((letter === '"' || letter === "'") && /[\s[{,:]/.test(this.text.charAt(this.at - 1))) {
				this.quoted(letter);
				continue;
			}
			if (letter === "\n" || this.isComment(letter)) {
				this.skipLine();
				this.indentLine();
				continue;
			}
			this.at++;
			if (letter === "[" || letter === "{") depth++;
			if ((letter === "]" || letter === "}") && --depth === 0) return;
		}
		this.unclosed ??= start;
	}

	private quoted(quote: string): void {
		const start = this.at++;
		while (this.at < this.text.length) {
			const letter = this.text.charAt(this.at);
			const next = this.text.charAt(this.at + 1);
			if (letter === quote && (quote === '"' || next !== quote)) {
				this.at++;
				return;
			}
			if (letter === "\\" && quote === '"' && next === "'") {
				this.edits.push({ at: this.at, removed: 2, inserted: "\\x27" });
			}
			const isPair = letter === quote || (letter === "\\" && quote === '"' && next !== "\n");
			this.at += isPair ? 2 : 1;
			if (letter === "\n") this.indentLine();
		}
		this.unclosed ??= start;
	}

	private indentLine(): void {
		const width = this.match(/ */y).length;
		const next = this.text.charAt(this.at + width);
		if (width > this.indent || next === "\n" || next === "") return;
		this.edits.push({ at: this.at, removed: 0, inserted: " ".repeat(this.indent + 1 - width) });
	}
}
