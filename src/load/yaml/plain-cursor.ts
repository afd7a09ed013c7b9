/** Where the plain reader stands in a text. */
export interface Cursor {
	readonly text: string;
	/** Where the document ends. */
	readonly end: number;
	at: number;
	/** The column of `at`, when it is at the first character of a line of content; -1 at the end of the document. */
	indent: number;
}

/** Thrown by the plain reader on whatever it is not sure of; `yaml` then reads the document. */
class NotPlain extends Error {}

// One for all: nobody looks at its stack, and a document costs a single throw.
const notPlain = new NotPlain("not in the plain style");

export function giveUp(): never {
	throw notPlain;
}

/** The result of a read, or undefined when the document is not in the plain style. */
export function unlessNotPlain<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof NotPlain) return undefined;
		throw error;
	}
}

export const newline = 0x0a;
export const space = 0x20;
export const tab = 0x09;
export const hash = 0x23;
export const colon = 0x3a;
export const dash = 0x2d;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;
export const openBracket = 0x5b;
export const openBrace = 0x7b;

/** From the start of a line to the first character of the next line that is neither blank nor a comment. */
export function nextLine(cursor: Cursor): void {
	const { text, end } = cursor;
	let at = cursor.at;
	for (;;) {
		const start = at;
		while (text.charCodeAt(at) === space) at++;
		if (at >= end) break;
		const code = text.charCodeAt(at);
		if (code === newline) {
			at++;
		} else if (code === hash) {
			at = lineAfter(cursor, at);
		} else {
			// A tab in front of content is an error to kubectl.
			if (code === tab) giveUp();
			cursor.at = at;
			cursor.indent = at - start;
			return;
		}
	}
	cursor.at = end;
	cursor.indent = -1;
}

/** From behind a value to the next line of content; only blanks and a comment may stand between. */
export function finishLine(cursor: Cursor, from: number): void {
	const { text, end } = cursor;
	let at = from;
	while (text.charCodeAt(at) === space) at++;
	const code = text.charCodeAt(at);
	if (code === newline || at >= end) cursor.at = at + 1;
	else if (code === hash && at > from) cursor.at = lineAfter(cursor, at);
	else giveUp();
	nextLine(cursor);
}

export function lineAfter(cursor: Cursor, from: number): number {
	const at = cursor.text.indexOf("\n", from);
	return at < 0 || at >= cursor.end ? cursor.end : at + 1;
}

/** Whether a character code ends a token: a blank, a line break, the end. */
export function isBlank(code: number): boolean {
	return code === space || code === newline || code === tab || Number.isNaN(code);
}

/** Whether the cursor is at the `-` of a list item. */
export function isAtItem(cursor: Cursor): boolean {
	return (
		cursor.text.charCodeAt(cursor.at) === dash && isBlank(cursor.text.charCodeAt(cursor.at + 1))
	);
}
