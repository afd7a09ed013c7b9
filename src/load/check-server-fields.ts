import type { FieldPath } from "../model/origin.ts";
import { readList, readRecord, readString } from "./decode-value.ts";
import { isAbsent, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";

/**
 * The metadata that a server writes itself and takes from nobody. It still has to be readable: an exported object
 * carries it, and one with a broken time is refused as a whole.
 */
export function checkServerFields(report: ObjectReport, metadata: JsonRecord): void {
	readString(report, metadata["uid"], ["metadata", "uid"]);
	readString(report, metadata["resourceVersion"], ["metadata", "resourceVersion"]);
	readString(report, metadata["selfLink"], ["metadata", "selfLink"]);
	checkTime(report, metadata["creationTimestamp"], ["metadata", "creationTimestamp"]);
	checkTime(report, metadata["deletionTimestamp"], ["metadata", "deletionTimestamp"]);
	const seconds = metadata["deletionGracePeriodSeconds"];
	if (!isAbsent(seconds) && !Number.isSafeInteger(seconds)) {
		report.wrongType(["metadata", "deletionGracePeriodSeconds"], "a whole number", seconds);
	}
	const path: FieldPath = ["metadata", "managedFields"];
	for (const [index, item] of readList(report, metadata["managedFields"], path).entries()) {
		checkManager(report, item, [...path, index]);
	}
}

function checkManager(report: ObjectReport, value: unknown, path: FieldPath): void {
	const entry = readRecord(report, value, path);
	for (const field of ["manager", "operation", "apiVersion", "fieldsType", "subresource"]) {
		readString(report, entry[field], [...path, field]);
	}
	checkTime(report, entry["time"], [...path, "time"]);
}

const timePattern =
	/^(\d{4})-(\d\d)-(\d\d)T([01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)$/;

/** What servers print, on a day that every month has: nearly all times, told without looking at the calendar. */
const usualTime =
	/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** A time as RFC 3339 has it, which is what the server reads; null is none. */
function checkTime(report: ObjectReport, value: unknown, path: FieldPath): void {
	if (isAbsent(value) || (typeof value === "string" && usualTime.test(value))) return;
	const [, year, month, day] = typeof value === "string" ? (timePattern.exec(value) ?? []) : [];
	const date = new Date(0);
	date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
	if (date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)) return;
	report.wrongType(path, "a time such as `2026-01-31T12:00:00Z`", value);
}
