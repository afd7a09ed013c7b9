import { deepest } from "../deepest.ts";
import { type Marks, markField, markItem } from "./marks.ts";
import { readBlockScalar } from "./plain-block-scalar.ts";
import {
	type Cursor,
	colon,
	doubleQuote,
	finishLine,
	giveUp,
	hash,
	isAtItem,
	isBlank,
	newline,
	nextLine,
	openBrace,
	openBracket,
	singleQuote,
	space,
	tab,
	unlessNotPlain,
} from "./plain-cursor.ts";
import { readFlow } from "./plain-flow.ts";
import { readQuoted } from "./plain-quoted.ts";
import { readPlainScalar, startsPlainBlock } from "./plain-scalar.ts";
import { resolvePlain } from "./resolve-scalar.ts";
import { addField } from "./set-field.ts";

const literal = 0x7c;
const folded = 0x3e;

/** Fills a list's items from the cursor at its first `-`; leaves the cursor at the first line that is no item. */
export type ListReader = (cursor: Cursor, indent: number, mark: Marks | undefined) => unknown[];

/** What is special about the list `items` at the top of a document. */
export interface PlainOptions {
	readonly readItems?: ListReader;
	readonly mark?: Marks;
}

/**
 * Reads a document in the block style that kubectl prints and most charts use; undefined for any other. What it
 * reads, `yaml` reads the same, about ten times slower.
 */
export function readPlain(
	text: string,
	start: number,
	end: number,
	options: PlainOptions = {},
): { readonly value: unknown } | undefined {
	return unlessNotPlain(() => {
		const cursor: Cursor = { text, end, at: start, indent: -1 };
		nextLine(cursor);
		if (cursor.indent < 0) return { value: null };
		if (options.mark) options.mark.at = cursor.at;
		const value = readRoot(cursor, options);
		// What is left below a smaller indentation, kubectl would drop.
		if (cursor.indent >= 0) giveUp();
		return { value };
	});
}

function readRoot(cursor: Cursor, { mark, readItems }: PlainOptions): unknown {
	const code = cursor.text.charCodeAt(cursor.at);
	if (code === openBrace || code === openBracket) return readValue(cursor, cursor.at, -1, 0, mark);
	if (isAtItem(cursor)) return readList(cursor, cursor.indent, 1, mark);
	return readMapping(cursor, cursor.indent, 1, mark, readItems);
}

/** Reads one item with the cursor at its `-`, and stops at the next line of content. */
export function readItem(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown {
	const { text } = cursor;
	const lineStart = cursor.at - indent;
	let at = cursor.at + 1;
	while (text.charCodeAt(at) === space) at++;
	if (endsLine(cursor, at)) {
		finishLine(cursor, cursor.at + 1);
		if (cursor.indent <= indent) return null;
	} else {
		if (text.charCodeAt(at) === tab) giveUp();
		cursor.at = at;
		cursor.indent = at - lineStart;
	}
	if (mark) mark.at = cursor.at;
	return readBelow(cursor, indent, depth, mark);
}

function endsLine(cursor: Cursor, at: number): boolean {
	const code = cursor.text.charCodeAt(at);
	return code === newline || code === hash || at >= cursor.end;
}

/** A value that starts at the cursor, right of the column of the collection it is in. */
function readBelow(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown {
	if (isAtItem(cursor)) return readList(cursor, cursor.indent, depth + 1, mark);
	if (isAtKey(cursor)) return readMapping(cursor, cursor.indent, depth + 1, mark);
	return readValue(cursor, cursor.at, indent, depth, mark);
}

function readList(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown[] {
	if (depth > deepest) giveUp();
	const items: unknown[] = [];
	do {
		items.push(readItem(cursor, indent, depth, mark && markItem(mark, cursor.at)));
	} while (cursor.indent === indent && isAtItem(cursor));
	return items;
}

function readMapping(
	cursor: Cursor,
	indent: number,
	depth: number,
	mark?: Marks,
	readItems?: ListReader,
): Record<string, unknown> {
	if (depth > deepest) giveUp();
	const fields: Record<string, unknown> = {};
	do {
		const start = cursor.at;
		const key = readKey(cursor, indent);
		const own = mark && markField(mark, key, start);
		const list = key === "items" ? readItems : undefined;
		if (!addField(fields, key, readField(cursor, indent, depth, own, list))) giveUp();
	} while (cursor.indent === indent && !isAtItem(cursor));
	if (cursor.indent > indent) giveUp();
	return fields;
}

/** What stands behind a colon or below it. */
function readField(
	cursor: Cursor,
	indent: number,
	depth: number,
	mark: Marks | undefined,
	readItems: ListReader | undefined,
): unknown {
	let at = cursor.at;
	while (cursor.text.charCodeAt(at) === space) at++;
	if (!endsLine(cursor, at)) return readValue(cursor, at, indent, depth, mark);
	finishLine(cursor, cursor.at);
	// The items of a list may stand right below the key, without further indentation.
	if (cursor.indent >= indent && isAtItem(cursor)) {
		if (readItems) return readItems(cursor, cursor.indent, mark);
		return readList(cursor, cursor.indent, depth + 1, mark);
	}
	return cursor.indent > indent ? readBelow(cursor, indent, depth, mark) : null;
}

/** A value on the line of its key or dash. */
function readValue(
	cursor: Cursor,
	at: number,
	indent: number,
	depth: number,
	mark: Marks | undefined,
): unknown {
	cursor.at = at;
	let value: unknown;
	switch (cursor.text.charCodeAt(at)) {
		case doubleQuote:
		case singleQuote:
			value = readQuoted(cursor, indent);
			break;
		case openBracket:
		case openBrace:
			value = readFlow(cursor, indent, depth + 1, mark);
			break;
		case literal:
		case folded:
			return readBlockScalar(cursor, indent);
		default:
			return readResolved(cursor, at, indent);
	}
	finishLine(cursor, cursor.at);
	if (cursor.indent > indent) giveUp();
	return value;
}

function readResolved(cursor: Cursor, at: number, indent: number): unknown {
	const value = resolvePlain(readPlainScalar(cursor, at, indent));
	// There is no JSON for `.inf`.
	if (typeof value === "number" && !Number.isFinite(value)) giveUp();
	return value;
}

/** Reads a key and its colon. */
function readKey(cursor: Cursor, indent: number): string {
	const { text } = cursor;
	const explicit = text.startsWith("? ", cursor.at);
	if (explicit) cursor.at += 2;
	const key = readKeyText(cursor, explicit);
	// kubectl prints keys of more than 128 characters as `? key`, with the colon on the next line.
	if (explicit) {
		finishLine(cursor, cursor.at);
		if (cursor.indent !== indent) giveUp();
	}
	if (text.charCodeAt(cursor.at) !== colon) giveUp();
	cursor.at++;
	const next = text.charCodeAt(cursor.at);
	// kubectl looks no further than 1024 characters for the colon.
	if (!isBlank(next) || next === tab || key.length > 1000) giveUp();
	return key;
}

function readKeyText(cursor: Cursor, explicit: boolean): string {
	const { text, at } = cursor;
	const code = text.charCodeAt(at);
	if (code === doubleQuote || code === singleQuote) {
		return readQuoted(cursor, Number.MAX_SAFE_INTEGER);
	}
	if (!startsPlainBlock(text, at)) giveUp();
	cursor.at = endOfKey(text, at);
	const key = text.slice(at, cursor.at);
	if (explicit && (text.charCodeAt(cursor.at) === colon || key.endsWith(" "))) giveUp();
	if (key === "<<" || key.startsWith("...") || key.startsWith("---") || resolvePlain(key) !== key)
		giveUp();
	return key;
}

/** The offset of the colon behind a plain key, or of what shows that there is none. */
function endOfKey(text: string, from: number): number {
	for (let at = from; ; at++) {
		const code = text.charCodeAt(at);
		if (code === colon && isBlank(text.charCodeAt(at + 1))) {
			return text.charCodeAt(at - 1) === space ? at - 1 : at;
		}
		if (code === hash && text.charCodeAt(at - 1) === space) return at;
		if (code === newline || code === tab || Number.isNaN(code)) return at;
	}
}

function isAtKey(cursor: Cursor): boolean {
	const { text, at } = cursor;
	const code = text.charCodeAt(at);
	if (code === doubleQuote || code === singleQuote) {
		const ahead: Cursor = { ...cursor };
		readQuoted(ahead, -1);
		return text.charCodeAt(ahead.at) === colon;
	}
	if (text.startsWith("? ", at)) return true;
	return startsPlainBlock(text, at) && text.charCodeAt(endOfKey(text, at)) === colon;
}
