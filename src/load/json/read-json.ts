import type { FieldPath } from "../../model/origin.ts";
import { findJsonFault, type JsonFault } from "./find-json-fault.ts";
import { jsonLocator } from "./locate-json.ts";
import { skipSpace, skipValue } from "./scan-json.ts";

/** Where the values of a JSON stream go. */
export interface JsonSink {
	value(value: unknown, locate: (path: FieldPath) => number, start: number, end: number): void;
	/** A value that is not JSON, from `start` to where the next one may begin. */
	fault(fault: JsonFault, start: number, end: number): void;
}

/** Whether kubectl tries a text as JSON; it looks for `{` only, but `[` reads the same either way. */
export function looksLikeJson(text: string): boolean {
	const first = text.charAt(skipSpace(text, 0));
	return first === "{" || first === "[";
}

/**
 * Reads one value, values one after another, or one a line. Returns where YAML begins: kubectl goes over to YAML when
 * what follows the first value is not JSON; here it also does at `---`.
 */
export function readJsonStream(text: string, sink: JsonSink): number {
	const start = skipSpace(text, 0);
	const whole = parse(text.slice(start));
	if (whole !== undefined) {
		sink.value(whole.value, jsonLocator(text, start), start, text.length);
		return text.length;
	}
	let count = 0;
	let faults = 0;
	let at = start;
	while (at < text.length) {
		const end = readValue(text, at, sink);
		if (end !== undefined) {
			count++;
			at = skipSpace(text, end);
		} else if (count <= 1 || text.startsWith("---", at)) {
			return at;
		} else {
			at = tellFault(text, at, faults++ < mostFaults, sink);
		}
	}
	return text.length;
}

/** The offset behind the value; undefined when there is none. */
function readValue(text: string, at: number, sink: JsonSink): number | undefined {
	const end = skipValue(text, at);
	const parsed = end === undefined ? undefined : parse(text.slice(at, end));
	if (parsed === undefined || end === undefined) return undefined;
	sink.value(parsed.value, jsonLocator(text, at), at, end);
	return end;
}

/** The offset where the next value may begin: an opening brace in column 1. */
function tellFault(text: string, at: number, goOn: boolean, sink: JsonSink): number {
	const next = goOn ? text.indexOf("\n{", at) : -1;
	const end = next < 0 ? text.length : next + 1;
	sink.fault(findJsonFault(text, at) ?? { at, message: "expected a JSON object" }, at, end);
	return end;
}

/** Each may have to be read to the end of the text. */
const mostFaults = 100;

function parse(text: string): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}
