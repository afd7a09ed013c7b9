import type { Span, Term, Word } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";

/** Reads a text from left to right. */
export class Scanner {
	readonly text: string;
	at = 0;

	constructor(text: string) {
		this.text = text;
	}

	get isAtEnd(): boolean {
		return this.at >= this.text.length;
	}

	/** The next character; "" at the end. */
	get next(): string {
		return this.text[this.at] ?? "";
	}

	/** Is this the end of a word: a blank, the end, or a comma that a blank or the end follows? */
	get isAfterWord(): boolean {
		return /^(?:\s|,\s|,?$)/.test(this.text.slice(this.at, this.at + 2));
	}

	skipBlanks(): void {
		while (/\s/.test(this.next)) this.at += 1;
	}

	take(character: string): boolean {
		if (this.next !== character) return false;
		this.at += 1;
		return true;
	}

	/** What a sticky expression matches here, taken; undefined when it does not. */
	match(expression: RegExp): string | undefined {
		expression.lastIndex = this.at;
		const found = expression.exec(this.text)?.[0];
		if (found !== undefined) this.at += found.length;
		return found;
	}

	/** All up to the next of the characters that end a word here. */
	run(stops: RegExp): string {
		const from = this.at;
		while (!this.isAtEnd && !stops.test(this.next)) this.at += 1;
		return this.text.slice(from, this.at);
	}

	/** A word, `any`, or a literal in double quotes. */
	term(stops: RegExp, expected: string): Term {
		const word = this.word(stops, expected);
		const isAny = word.kind === "word" && (word.text === "any" || word.text === "*");
		return isAny ? { kind: "any", column: word.column, length: word.length } : word;
	}

	word(stops: RegExp, expected: string): Word {
		const from = this.at;
		if (this.next === '"') return { kind: "literal", text: this.#quoted(), ...this.span(from) };
		const text = this.run(stops);
		if (text === "") return this.failExpecting(expected);
		return { kind: "word", text, ...this.span(from) };
	}

	/** From a place to where we are. */
	span(from: number): Span {
		return { column: from + 1, length: this.at - from };
	}

	failExpecting(expected: string): never {
		const from = this.at;
		const found = /^[^\s]{0,40}/.exec(this.text.slice(from))?.[0] || this.next;
		const words = found === "" ? "nothing" : found.trim() === "" ? "a blank" : `\`${found}\``;
		return this.fail(`expected ${expected}, found ${words}`, from, found.length);
	}

	/** A fault always lies inside of the text: what is missing at its end is told of its last character. */
	fail(message: string, from: number, length: number): never {
		const last = Math.max(0, this.text.length - 1);
		const start = Math.min(from, last);
		const end = Math.min(Math.max(start + length, start + 1), this.text.length);
		throw new PhraseError(message, { column: start + 1, length: Math.max(0, end - start) });
	}

	#quoted(): string {
		const from = this.at;
		const found = this.match(/"[^"\\]*(?:\\.[^"\\]*)*"/sy);
		if (found === undefined) {
			return this.fail("expected a closing quote, found nothing", from, this.text.length - from);
		}
		const text = readJson(found);
		if (text !== undefined) return text;
		return this.fail(`expected a text as JSON quotes it, found ${found}`, from, found.length);
	}
}

function readJson(quoted: string): string | undefined {
	try {
		const text: unknown = JSON.parse(quoted);
		return typeof text === "string" ? text : undefined;
	} catch {
		return undefined;
	}
}
