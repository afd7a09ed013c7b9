import { deepest } from "../deepest.ts";
import type { Marks } from "./marks.ts";
import { markField, markItem } from "./marks.ts";
import {
	type Cursor,
	colon,
	doubleQuote,
	giveUp,
	hash,
	isBlank,
	lineAfter,
	newline,
	openBrace,
	openBracket,
	singleQuote,
	space,
	tab,
} from "./plain-cursor.ts";
import { readQuoted } from "./plain-quoted.ts";
import { startsPlain } from "./plain-scalar.ts";
import { resolvePlain } from "./resolve-scalar.ts";
import { addField } from "./set-field.ts";

const comma = 0x2c;
const question = 0x3f;
const closeBracket = 0x5d;
const closeBrace = 0x7d;

/** Reads `[…]` or `{…}` at the cursor and stops behind it. Lines below the first stand right of `indent`. */
export function readFlow(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown {
	if (depth > deepest) giveUp();
	const isList = cursor.text.charCodeAt(cursor.at) === openBracket;
	cursor.at++;
	skipGap(cursor, indent);
	return isList ? readList(cursor, indent, depth, mark) : readMapping(cursor, indent, depth, mark);
}

function readList(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown[] {
	const { text } = cursor;
	const items: unknown[] = [];
	while (text.charCodeAt(cursor.at) !== closeBracket) {
		items.push(readValue(cursor, indent, depth, mark && markItem(mark, cursor.at)));
		skipComma(cursor, indent, closeBracket);
	}
	cursor.at++;
	return items;
}

function readMapping(
	cursor: Cursor,
	indent: number,
	depth: number,
	mark?: Marks,
): Record<string, unknown> {
	const { text } = cursor;
	const fields: Record<string, unknown> = {};
	while (text.charCodeAt(cursor.at) !== closeBrace) {
		const start = cursor.at;
		const key = readKey(cursor, indent);
		if (key.length > 1000 || text.charCodeAt(cursor.at) !== colon) giveUp();
		cursor.at++;
		skipGap(cursor, indent);
		if (
			!addField(fields, key, readValue(cursor, indent, depth, mark && markField(mark, key, start)))
		) {
			giveUp();
		}
		skipComma(cursor, indent, closeBrace);
	}
	cursor.at++;
	return fields;
}

function readKey(cursor: Cursor, indent: number): string {
	const start = cursor.at;
	const code = cursor.text.charCodeAt(start);
	if (code === doubleQuote || code === singleQuote) {
		const key = readQuoted(cursor, indent);
		if (cursor.text.slice(start, cursor.at).includes("\n")) giveUp();
		return key;
	}
	const key = readPlain(cursor);
	if (
		!isBlank(cursor.text.charCodeAt(cursor.at + 1)) ||
		resolvePlain(key) !== key ||
		key === "<<"
	) {
		giveUp();
	}
	return key;
}

function readValue(cursor: Cursor, indent: number, depth: number, mark?: Marks): unknown {
	const code = cursor.text.charCodeAt(cursor.at);
	if (code === doubleQuote || code === singleQuote) return readQuoted(cursor, indent);
	if (code === openBracket || code === openBrace) return readFlow(cursor, indent, depth + 1, mark);
	const value = resolvePlain(readPlain(cursor));
	if (typeof value === "number" && !Number.isFinite(value)) giveUp();
	return value;
}

/** A plain scalar inside a flow collection, on one line; the cursor stops behind its last character. */
function readPlain(cursor: Cursor): string {
	const { text, end } = cursor;
	const start = cursor.at;
	if (!startsPlain(text, start)) giveUp();
	let last = start;
	let at = start;
	for (; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === space) continue;
		if (endsFlowScalar(code) || (code === colon && endsKey(text.charCodeAt(at + 1)))) break;
		if (code === tab || code === question || code === openBracket || code === openBrace) giveUp();
		if (code === hash && last < at) giveUp();
		last = at + 1;
	}
	cursor.at = last;
	return text.slice(start, last);
}

function endsFlowScalar(code: number): boolean {
	return code === comma || code === closeBracket || code === closeBrace || code === newline;
}

function endsKey(code: number): boolean {
	return isBlank(code) || endsFlowScalar(code) || code === openBracket || code === openBrace;
}

/** Over the comma between two entries, or up to the closing bracket. */
function skipComma(cursor: Cursor, indent: number, close: number): void {
	skipGap(cursor, indent);
	const code = cursor.text.charCodeAt(cursor.at);
	if (code === close) return;
	if (code !== comma) giveUp();
	cursor.at++;
	skipGap(cursor, indent);
}

/** Over blanks and line breaks. A closing bracket may stand below the line's own indentation, other text may not. */
function skipGap(cursor: Cursor, indent: number): void {
	const { text, end } = cursor;
	let at = cursor.at;
	let start = -1;
	for (; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === newline) {
			start = at + 1;
		} else if (code === hash && isBlank(text.charCodeAt(at - 1))) {
			start = lineAfter(cursor, at);
			at = start - 1;
		} else if (code !== space) {
			break;
		}
	}
	if (at >= end) giveUp();
	if (start >= 0 && at - start <= indent) giveUp();
	cursor.at = at;
}
