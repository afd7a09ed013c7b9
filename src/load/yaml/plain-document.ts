import type { FieldPath } from "../../model/origin.ts";
import { findMark, type Marks, marksAt } from "./marks.ts";
import { type Cursor, isAtItem } from "./plain-cursor.ts";
import { type ListReader, readItem, readPlain } from "./plain-reader.ts";
import { skipItem, type Wants } from "./skip-kinds.ts";

/** A document in the plain style, and where its fields stand. */
export interface PlainDocument {
	readonly value: unknown;
	readonly locate: (path: FieldPath) => number;
}

/** Where the items of a List start; their fields are located one item at a time, for there may be thousands. */
interface Items {
	indent: number;
	readonly starts: number[];
	skipped: boolean;
}

/** Reads a document in the plain style; undefined for any other. */
export function readPlainDocument(
	text: string,
	start: number,
	end: number,
	wants: Wants | undefined,
): PlainDocument | undefined {
	const items: Items = { indent: 0, starts: [], skipped: false };
	const read = readPlain(text, start, end, { readItems: itemReader(items, wants) });
	if (read === undefined) return undefined;
	if (items.skipped && !isList(read.value)) return readPlainDocument(text, start, end, undefined);
	return { value: read.value, locate: locator(text, start, end, items) };
}

function isList(value: unknown): boolean {
	return value !== null && typeof value === "object" && "kind" in value && value.kind === "List";
}

function itemReader(items: Items, wants: Wants | undefined): ListReader {
	return (cursor, indent) => {
		items.indent = indent;
		const values: unknown[] = [];
		do {
			items.starts.push(cursor.at);
			const skipped = wants && skipItem(cursor, indent, wants);
			if (skipped) items.skipped = true;
			values.push(skipped ?? readItem(cursor, indent, 2));
		} while (cursor.indent === indent && isAtItem(cursor));
		return values;
	};
}

function locator(
	text: string,
	start: number,
	end: number,
	items: Items,
): (path: FieldPath) => number {
	const marks = new Map<number, Marks>();
	let top: Marks | undefined;
	return (path) => {
		const [field, index, ...rest] = path;
		const itemStart = field === "items" && typeof index === "number" && items.starts[index];
		if (typeof itemStart === "number") {
			let mark = marks.get(itemStart);
			if (mark === undefined) {
				mark = marksAt(itemStart);
				const cursor: Cursor = { text, end, at: itemStart, indent: items.indent };
				readItem(cursor, items.indent, 2, mark);
				marks.set(itemStart, mark);
			}
			return findMark(mark, rest);
		}
		if (top === undefined) {
			top = marksAt(start);
			const unlocated = itemReader({ indent: 0, starts: [], skipped: false }, undefined);
			readPlain(text, start, end, { mark: top, readItems: unlocated });
		}
		return findMark(top, path);
	};
}
