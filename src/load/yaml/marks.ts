import type { FieldPath } from "../../model/origin.ts";

/** Where the fields of a value stand: offsets of keys and items, as deep as they were recorded. */
export interface Marks {
	/** The offset of the key, or of the item's value behind its dash. */
	at: number;
	readonly fields: Map<string, Marks>;
	readonly items: Marks[];
}

export function marksAt(at: number): Marks {
	return { at, fields: new Map(), items: [] };
}

export function markField(parent: Marks, key: string, at: number): Marks {
	const mark = marksAt(at);
	parent.fields.set(key, mark);
	return mark;
}

export function markItem(parent: Marks, at: number): Marks {
	const mark = marksAt(at);
	parent.items.push(mark);
	return mark;
}

/** The offset of a field, or of the nearest enclosing one that is there. */
export function findMark(root: Marks, path: FieldPath): number {
	let mark = root;
	for (const step of path) {
		const next = typeof step === "number" ? mark.items[step] : mark.fields.get(step);
		if (next === undefined) break;
		mark = next;
	}
	return mark.at;
}
