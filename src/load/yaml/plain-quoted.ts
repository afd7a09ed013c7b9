import {
	type Cursor,
	doubleQuote,
	giveUp,
	newline,
	singleQuote,
	space,
	tab,
} from "./plain-cursor.ts";

const backslash = 0x5c;

/** The escapes go-yaml and `yaml` read alike. */
const escapes: ReadonlyMap<string, string> = new Map([
	["0", "\0"],
	["a", "\x07"],
	["b", "\b"],
	["t", "\t"],
	["n", "\n"],
	["v", "\v"],
	["f", "\f"],
	["r", "\r"],
	["e", "\x1b"],
	[" ", " "],
	['"', '"'],
	["\\", "\\"],
	["N", "\x85"],
	["_", "\xa0"],
	["L", "\u2028"],
	["P", "\u2029"],
]);

/** Reads the quoted scalar at the cursor and stops behind its closing quote. Lines below it stand right of `indent`. */
export function readQuoted(cursor: Cursor, indent: number): string {
	const { text } = cursor;
	const quote = text.charCodeAt(cursor.at);
	const start = cursor.at + 1;
	for (let at = start; ; at++) {
		const code = text.charCodeAt(at);
		if (code === quote) {
			if (quote === singleQuote && text.charCodeAt(at + 1) === singleQuote) break;
			cursor.at = at + 1;
			return text.slice(start, at);
		}
		if (code === newline || at >= cursor.end) break;
		if (code === backslash && quote === doubleQuote) break;
	}
	return readPieces(cursor, indent, quote);
}

/** A quoted scalar with escapes or several lines. */
function readPieces(cursor: Cursor, indent: number, quote: number): string {
	const { text, end } = cursor;
	let value = "";
	let from = cursor.at + 1;
	for (let at = from; at < end; ) {
		const code = text.charCodeAt(at);
		if (code === newline) {
			value += text.slice(from, withoutBlanks(text, from, at));
			cursor.at = at;
			value += foldBreaks(cursor, indent, true);
			from = cursor.at;
			at = from;
		} else if (code === quote) {
			value += text.slice(from, at);
			cursor.at = at + 1;
			if (quote === doubleQuote || text.charCodeAt(at + 1) !== singleQuote) return value;
			// Two single quotes are one; the second stays in the next piece.
			from = at + 1;
			at += 2;
		} else if (code === backslash && quote === doubleQuote) {
			value += text.slice(from, at);
			cursor.at = at + 1;
			value += readEscape(cursor, indent);
			from = cursor.at;
			at = from;
		} else {
			at++;
		}
	}
	return giveUp();
}

function withoutBlanks(text: string, from: number, to: number): number {
	let at = to;
	while (at > from && isGap(text.charCodeAt(at - 1))) at--;
	return at;
}

function isGap(code: number): boolean {
	return code === space || code === tab;
}

/** From the first break to the text below: one break is a space unless escaped, each further one a line break. */
function foldBreaks(cursor: Cursor, indent: number, spaced: boolean): string {
	const { text, end } = cursor;
	let breaks = 0;
	let start = cursor.at;
	let at = cursor.at;
	for (; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === newline) {
			breaks++;
			start = at + 1;
		} else if (code !== space) {
			break;
		}
	}
	// kubectl reads on wherever the next line starts, `yaml` does not.
	if (at - start <= indent || text.charCodeAt(at) === tab) giveUp();
	cursor.at = at;
	return breaks === 1 && spaced ? " " : "\n".repeat(breaks - 1);
}

/** The cursor is behind the backslash. */
function readEscape(cursor: Cursor, indent: number): string {
	const letter = cursor.text.charAt(cursor.at);
	if (letter === "\n") return foldBreaks(cursor, indent, false);
	const length = letter === "x" ? 2 : letter === "u" ? 4 : letter === "U" ? 8 : 0;
	cursor.at += 1 + length;
	if (length === 0) return escapes.get(letter) ?? giveUp();
	const digits = cursor.text.slice(cursor.at - length, cursor.at);
	const code = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : -1;
	// go-yaml refuses halves of surrogate pairs.
	if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) giveUp();
	return String.fromCodePoint(code);
}
