import type { Cursor } from "./plain-cursor.ts";
import { lineAfter, newline, nextLine } from "./plain-cursor.ts";

/** Whether objects of a kind matter to whoever reads. */
export type Wants = (kind: string, apiVersion: string, textOf: () => string) => boolean;

/** What a line scan found an object to be, without parsing it. */
export interface Sighting {
	readonly kind: string;
	readonly apiVersion: string;
}

/** The kind of a document whose every top-level key stands plainly in column 1; undefined when in doubt. */
export function sightDocument(text: string, start: number, end: number): Sighting | undefined {
	let at = start;
	while (at < end && (text.charAt(at) === "#" || text.charAt(at) === "\n")) {
		at = text.indexOf("\n", at) + 1 || end;
	}
	return at < end ? sight(text, at, end, 0) : undefined;
}

/**
 * If the list item at the cursor surely is of a kind nobody wants: goes to the line below it. Only an item without
 * quotes and brackets over several lines is sure to end where the indentation says so.
 */
export function skipItem(cursor: Cursor, indent: number, wants: Wants): Sighting | undefined {
	const { text, at } = cursor;
	const end = endOfItem(cursor, indent);
	const lead = /- +/y;
	lead.lastIndex = at;
	const width = lead.exec(text)?.[0].length ?? 0;
	const sighting = width > 0 ? sight(text, at + width, end, indent + width) : undefined;
	if (sighting === undefined) return undefined;
	if (wants(sighting.kind, sighting.apiVersion, () => text.slice(at, end))) return undefined;
	if (spansLines.test(text.slice(at, end))) return undefined;
	cursor.at = end;
	nextLine(cursor);
	return sighting;
}

/** Matches more than what goes on in the next line, never less. */
const spansLines = new RegExp(
	[
		`[\\s[{,:]"(?:[^"\\\\\\n]|\\\\.)*\\\\?\\n`,
		`[\\s[{,:]'(?:[^'\\n]|'')*\\n`,
		`(?:[:-]|^) +[[{](?:[^\\n]*[^\\]}\\n]|[^\\n]*[[{][^\\n]*)?\\n`,
	].join("|"),
	"m",
);

function endOfItem(cursor: Cursor, indent: number): number {
	const { text, end } = cursor;
	let at = lineAfter(cursor, cursor.at);
	while (at < end) {
		let column = 0;
		while (column <= indent && text.charAt(at + column) === " ") column++;
		if (column <= indent && !/[\n#]/.test(text.charAt(at + column))) return at;
		at = lineAfter(cursor, at);
	}
	return end;
}

const plainKey = /(?:[A-Za-z][\w.-]*:(?=[ \n])|- |#|\n)/y;
const plainName = /(kind|apiVersion): +(["']?)([\w./-]+)\2 *(?:#.*)?\n/y;

/** Looks at the lines that start at a column, from the first key on; each has to be a plain key, once. */
function sight(text: string, from: number, end: number, column: number): Sighting | undefined {
	const names = new Map<string, string>();
	let at = from;
	while (at < end) {
		plainKey.lastIndex = at;
		if (!plainKey.test(text)) return undefined;
		if (text.startsWith("kind:", at) || text.startsWith("apiVersion:", at)) {
			plainName.lastIndex = at;
			const [, key = "", , value = ""] = plainName.exec(text) ?? [];
			if (key === "" || names.has(key)) return undefined;
			names.set(key, value);
		}
		at = nextAtColumn(text, at, end, column);
	}
	const kind = names.get("kind");
	const apiVersion = names.get("apiVersion");
	return kind === undefined || apiVersion === undefined ? undefined : { kind, apiVersion };
}

/** The next line whose content stands at the column or left of it. */
function nextAtColumn(text: string, from: number, end: number, column: number): number {
	let line = text.indexOf("\n", from) + 1;
	while (line > 0 && line < end) {
		let at = line;
		while (at - line < column && text.charAt(at) === " ") at++;
		const isDeeper = at - line === column && text.charAt(at) === " ";
		if (!isDeeper && text.charCodeAt(at) !== newline) return at;
		line = text.indexOf("\n", line) + 1;
	}
	return end;
}
