import type { FieldPath } from "../../model/origin.ts";
import { skipSpace, skipString, skipValue } from "./scan-json.ts";

interface Field {
	/** The offset of the key, or of the item. */
	readonly at: number;
	readonly value: number;
}

/** Finds offsets in a JSON value that has been parsed; remembers the fields of the collections it went through. */
export function jsonLocator(text: string, start: number): (path: FieldPath) => number {
	const known = new Map<number, ReadonlyMap<string | number, Field>>();
	return (path) => {
		let field: Field = { at: start, value: start };
		for (const step of path) {
			let fields = known.get(field.value);
			if (fields === undefined) {
				fields = fieldsOf(text, field.value);
				known.set(field.value, fields);
			}
			const next = fields.get(step);
			if (next === undefined) break;
			field = next;
		}
		return field.at;
	};
}

function fieldsOf(text: string, start: number): ReadonlyMap<string | number, Field> {
	const fields = new Map<string | number, Field>();
	const isObject = text[start] === "{";
	if (!isObject && text[start] !== "[") return fields;
	let at = skipSpace(text, start + 1);
	while (at < text.length && text[at] !== "]" && text[at] !== "}") {
		let value = at;
		let name: string | number = fields.size;
		if (isObject) {
			const end = skipString(text, at);
			name = JSON.parse(text.slice(at, end)) as string;
			value = skipSpace(text, skipSpace(text, end) + 1);
		}
		fields.set(name, { at, value });
		at = skipSpace(text, skipValue(text, value) ?? text.length);
		if (text[at] === ",") at = skipSpace(text, at + 1);
	}
	return fields;
}
