import type { FieldPath } from "../model/origin.ts";
import { isAbsent, isRecord, type JsonRecord, type StringPairs } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";

// Each of these takes a JSON value as the API server's decoder does: null counts as absent, a wrong type is refused.

export const noStrings: readonly string[] = [];
const noRecord: JsonRecord = {};
const noList: readonly unknown[] = [];

export function readString(report: ObjectReport, value: unknown, path: FieldPath): string {
	if (typeof value === "string") return value;
	if (!isAbsent(value)) report.wrongType(path, "a string", value);
	return "";
}

export function readBoolean(report: ObjectReport, value: unknown, path: FieldPath): boolean {
	if (typeof value === "boolean") return value;
	if (!isAbsent(value)) report.wrongType(path, "true or false", value);
	return false;
}

export function readRecord(report: ObjectReport, value: unknown, path: FieldPath): JsonRecord {
	if (isRecord(value)) return value;
	if (!isAbsent(value)) report.wrongType(path, "a mapping", value);
	return noRecord;
}

export function readList(
	report: ObjectReport,
	value: unknown,
	path: FieldPath,
): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (!isAbsent(value)) report.wrongType(path, "a list", value);
	return noList;
}

/** A list of strings: the very array of the input when nothing is wrong with it. */
export function readStrings(
	report: ObjectReport,
	value: unknown,
	path: FieldPath,
): readonly string[] {
	if (isStrings(value)) return value;
	if (Array.isArray(value)) {
		// Go's decoder reads a null in a list of strings as "".
		return value.map((item, index) => readString(report, item, [...path, index]));
	}
	if (!isAbsent(value)) report.wrongType(path, "a list of strings", value);
	return noStrings;
}

/** What `readStrings` checks first; hot callers ask it themselves and save the path. */
export function isStrings(value: unknown): value is readonly string[] {
	if (!Array.isArray(value)) return false;
	for (const item of value) if (typeof item !== "string") return false;
	return true;
}

/** A mapping of strings, such as labels: the very one of the input when nothing is wrong with it. */
export function readStringPairs(
	report: ObjectReport,
	value: unknown,
	path: FieldPath,
): StringPairs {
	const record = readRecord(report, value, path);
	if (isPairs(record)) return record;
	const pairs = Object.entries(record).map(([key, item]) => [
		key,
		readString(report, item, [...path, key]),
	]);
	return Object.fromEntries(pairs);
}

function isPairs(record: JsonRecord): record is StringPairs {
	for (const key in record) if (typeof record[key] !== "string") return false;
	return true;
}
