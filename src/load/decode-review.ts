import type { FieldPath, Origin } from "../model/origin.ts";
import type { Problem } from "../model/problem.ts";
import type { AccessReview, Review, RulesReview } from "../model/review.ts";
import { isStrings, readRecord, readString, readStrings } from "./decode-value.ts";
import { isAbsent, isRecord, type JsonRecord } from "./json-record.ts";
import { ObjectReport } from "./object-report.ts";
import { checkFields } from "./unknown-fields.ts";
import { validateAccessReview, validateRulesReview } from "./validate-review.ts";

const apiVersion = "authorization.k8s.io/v1";
const accessKinds: ReadonlySet<string> = new Set([
	"SubjectAccessReview",
	"LocalSubjectAccessReview",
	"SelfSubjectAccessReview",
]);

const objectFields = new Set(["apiVersion", "kind", "metadata", "spec", "status"]);
const accessFields = new Set([
	"resourceAttributes",
	"nonResourceAttributes",
	"user",
	"groups",
	"extra",
	"uid",
]);
const rulesFields = new Set(["namespace", "user", "groups"]);
const pathFields = new Set(["path", "verb"]);
const textFields = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];
const resourceFields = new Set([...textFields, "fieldSelector", "labelSelector"]);

export interface DecodedReview {
	/** Undefined when the API server would refuse it. */
	readonly review: Review | undefined;
	readonly problems: readonly Problem[];
}

const noProblems: readonly Problem[] = [];

/** Reads one review object as the API server would; a sound one comes back as the very object it was. */
export function decodeReview(value: unknown, origin: Origin, minor: number): DecodedReview {
	if (!isRecord(value)) {
		const message = `expected ${expectedKinds}, found ${Array.isArray(value) ? "a list" : "no object"}`;
		const problem = {
			code: "not-an-object",
			severity: "error",
			message,
			origin,
			path: [],
		} as const;
		return { review: undefined, problems: [problem] };
	}
	const kind = typeof value["kind"] === "string" ? value["kind"] : "";
	const report = new ObjectReport(kind === "" ? "object" : kind, value, origin);
	const review = isReviewKind(report, kind) ? decodeKnown(report, value, kind, minor) : undefined;
	if (!report.isSilent) {
		const problems: Problem[] = [];
		report.flush(problems);
		return { review: report.errors > 0 ? undefined : review, problems };
	}
	return { review, problems: noProblems };
}

const expectedKinds =
	"a SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview or SelfSubjectRulesReview";

function isReviewKind(report: ObjectReport, kind: string): boolean {
	const version = report.value["apiVersion"];
	if (!accessKinds.has(kind) && kind !== "SelfSubjectRulesReview") {
		const found = kind === "" ? "an object without `kind`" : `\`${kind}\``;
		report.add("wrong-type", "error", ["kind"], `expected ${expectedKinds}, found ${found}`);
		return false;
	}
	if (version === apiVersion) return true;
	const says = `no matches for kind "${kind}" in version "${String(version ?? "")}"`;
	report.add("unserved-api-version", "error", ["apiVersion"], `${says}; write \`${apiVersion}\``);
	return false;
}

function decodeKnown(
	report: ObjectReport,
	value: JsonRecord,
	kind: string,
	minor: number,
): Review | undefined {
	checkFields(report, value, objectFields);
	const metadata = readRecord(report, value["metadata"], ["metadata"]);
	const written = readRecord(report, value["spec"], ["spec"]);
	const spec = withoutNulls(written);
	if (kind === "SelfSubjectRulesReview") {
		checkRules(report, spec);
		if (report.errors === 0) validateRulesReview(report, spec);
	} else {
		checkAccess(report, spec);
		if (report.errors === 0) validateAccessReview(report, metadata, spec, minor);
	}
	if (report.errors > 0) return undefined;
	// The checks above are what makes this true.
	return (spec === value["spec"] ? value : { ...value, spec }) as unknown as
		| AccessReview
		| RulesReview;
}

/** null counts as absent, here and in `resourceAttributes`; the object stays the same when there is none. */
function withoutNulls(spec: JsonRecord): JsonRecord {
	const inner = spec["resourceAttributes"];
	if (!hasNull(spec) && !(isRecord(inner) && hasNull(inner))) return spec;
	const kept = Object.entries(spec).filter(([, value]) => value !== null);
	return Object.fromEntries(
		kept.map(([key, value]) => [key, isRecord(value) ? withoutNulls(value) : value]),
	);
}

function hasNull(record: JsonRecord): boolean {
	for (const key in record) if (record[key] === null) return true;
	return false;
}

function checkRules(report: ObjectReport, spec: JsonRecord): void {
	checkFields(report, spec, rulesFields, ["spec"]);
	checkText(report, spec["namespace"], ["spec", "namespace"]);
	checkIdentity(report, spec);
}

function checkIdentity(report: ObjectReport, spec: JsonRecord): void {
	checkText(report, spec["user"], ["spec", "user"]);
	if (!isStrings(spec["groups"])) readStrings(report, spec["groups"], ["spec", "groups"]);
}

function checkText(report: ObjectReport, value: unknown, path: FieldPath): void {
	if (value !== undefined && typeof value !== "string") readString(report, value, path);
}

function checkAccess(report: ObjectReport, spec: JsonRecord): void {
	checkFields(report, spec, accessFields, ["spec"]);
	checkIdentity(report, spec);
	checkText(report, spec["uid"], ["spec", "uid"]);
	checkExtra(report, spec["extra"]);
	const { resourceAttributes, nonResourceAttributes } = spec as {
		readonly resourceAttributes?: unknown;
		readonly nonResourceAttributes?: unknown;
	};
	if (!isAbsent(resourceAttributes)) {
		const attributes = readRecord(report, resourceAttributes, ["spec", "resourceAttributes"]);
		checkFields(report, attributes, resourceFields, ["spec", "resourceAttributes"]);
		for (const field of textFields) {
			checkText(report, attributes[field], ["spec", "resourceAttributes", field]);
		}
	}
	if (!isAbsent(nonResourceAttributes)) {
		const attributes = readRecord(report, nonResourceAttributes, ["spec", "nonResourceAttributes"]);
		checkFields(report, attributes, pathFields, ["spec", "nonResourceAttributes"]);
		checkText(report, attributes["path"], ["spec", "nonResourceAttributes", "path"]);
		checkText(report, attributes["verb"], ["spec", "nonResourceAttributes", "verb"]);
	}
}

function checkExtra(report: ObjectReport, value: unknown): void {
	if (isAbsent(value)) return;
	const extra = readRecord(report, value, ["spec", "extra"]);
	for (const key of Object.keys(extra)) readStrings(report, extra[key], ["spec", "extra", key]);
}
