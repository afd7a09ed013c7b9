import { nearest } from "../model/nearest.ts";
import type { FieldPath } from "../model/origin.ts";
import type { JsonRecord } from "./json-record.ts";
import { formatFieldPath, type ObjectReport } from "./object-report.ts";

/** What `checkFields` asks of every key; hot callers ask it first and save the path. */
export function hasOnly(record: JsonRecord, known: ReadonlySet<string>): boolean {
	for (const key in record) if (!known.has(key)) return false;
	return true;
}

/** Tells the fields the API server does not know and drops; field names are case-sensitive there. */
export function checkFields(
	report: ObjectReport,
	record: JsonRecord,
	known: ReadonlySet<string>,
	path: FieldPath = [],
): void {
	for (const key in record) {
		if (!known.has(key)) tellUnknownField(report, key, known, path);
	}
}

function tellUnknownField(
	report: ObjectReport,
	key: string,
	known: ReadonlySet<string>,
	path: FieldPath,
): void {
	if (key.startsWith("$")) {
		report.isPatch = true;
		return;
	}
	const place = [...path, key];
	const remedy = advice(key, known, path);
	const says = `unknown field "${formatFieldPath(place)}": the API server drops it, kubectl refuses it`;
	report.add("unknown-field", "warning", place, remedy === "" ? says : `${says}; ${remedy}`);
}

function advice(key: string, known: ReadonlySet<string>, path: FieldPath): string {
	const meant = similarField(key, known);
	if (meant !== undefined) return `did you mean \`${meant}\`?`;
	const [top, , below] = path;
	if (path.length === 0 && metadataFields.has(key)) return "it belongs under `metadata`";
	if (top === "metadata" && topFields.has(key)) {
		return "it belongs at the top level of the object: mind the indentation";
	}
	if (top === "roleRef" && key === "namespace") {
		return "a Role is always looked for in the namespace of the binding";
	}
	return below === undefined && key === "attributeRestrictions"
		? "only OpenShift 3 knew it, and dropped the whole rule"
		: "";
}

const metadataFields = new Set(["name", "namespace", "labels", "annotations", "generateName"]);
const topFields = new Set(["rules", "subjects", "roleRef", "aggregationRule", "spec"]);

/** The known field that a key is a misspelling or the tail of, as `pullPolicy` is of `imagePullPolicy`. */
function similarField(key: string, known: ReadonlySet<string>): string | undefined {
	const near = nearest(key, known);
	if (near !== undefined || key.length < 5) return near;
	const tail = key.toLowerCase();
	return [...known].find((field) => field.toLowerCase().endsWith(tail));
}
