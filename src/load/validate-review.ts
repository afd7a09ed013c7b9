import type { FieldPath } from "../model/origin.ts";
import { isAbsent, isRecord, type JsonRecord } from "./json-record.ts";
import { labelKeyErrors, labelValueErrors } from "./name-rules.ts";
import type { ObjectReport } from "./object-report.ts";
import { forbidden, goJson, invalid, required } from "./server-wording.ts";

/**
 * What the API server says against a review of one request.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/apis/authorization/validation/validation.go
 */
export function validateAccessReview(
	report: ObjectReport,
	metadata: JsonRecord,
	spec: JsonRecord,
	minor: number,
): void {
	const resource = spec["resourceAttributes"];
	const path = spec["nonResourceAttributes"];
	if (isAbsent(resource) === isAbsent(path)) {
		const detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
		report.refuse(["spec"], `Invalid value: ${shownPath(path, minor)}: ${detail}`, "");
	}
	if (isEmpty(spec["user"]) && isEmpty(spec["groups"])) refuseNobody(report);
	if (isRecord(resource)) validateSelectors(report, resource, minor);
	const isLocal = report.kind === "LocalSubjectAccessReview";
	validateMetadata(report, metadata, isLocal);
	if (isLocal) validateLocal(report, metadata, resource, path, minor);
}

/** For the two kinds that ask about their sender, a file has none: it has to name somebody too. */
function refuseNobody(report: ObjectReport): void {
	const says = invalid("", "at least one of user or group must be specified");
	const remedy = report.kind.startsWith("Self")
		? "on a server it is the caller; here write `spec.user` and `spec.groups`"
		: "";
	report.refuse(["spec", "user"], says, remedy);
}

function isEmpty(value: unknown): boolean {
	return isAbsent(value) || value === "" || (Array.isArray(value) && value.length === 0);
}

/** As Go prints the server's internal type: without the names of JSON. */
function shownPath(value: unknown, minor: number): string {
	if (!isRecord(value)) return minor >= 34 ? "null" : '"null"';
	const path = goJson(value["path"] ?? "");
	const verb = goJson(value["verb"] ?? "");
	return minor >= 34
		? `{"Path":${path},"Verb":${verb}}`
		: `authorization.NonResourceAttributes{Path:${path}, Verb:${verb}}`;
}

function validateMetadata(report: ObjectReport, metadata: JsonRecord, isLocal: boolean): void {
	const filled = Object.entries(metadata).filter(
		([key, value]) =>
			key !== "managedFields" && !(isLocal && key === "namespace") && !isNothing(value),
	);
	if (filled.length === 0) return;
	const detail = isLocal ? "must be empty except for namespace" : "must be empty";
	const shown = goJson(
		Object.fromEntries(Object.entries(metadata).filter(([, v]) => !isNothing(v))),
	);
	report.refuse(["metadata"], `Invalid value: ${shown}: ${detail}`, "");
}

function isNothing(value: unknown): boolean {
	if (isRecord(value)) return Object.keys(value).length === 0;
	return isEmpty(value) || value === 0;
}

function validateLocal(
	report: ObjectReport,
	metadata: JsonRecord,
	resource: unknown,
	path: unknown,
	minor: number,
): void {
	const namespace = metadata["namespace"] ?? "";
	if (isRecord(resource) && (resource["namespace"] ?? "") !== namespace) {
		const says = invalid(String(resource["namespace"] ?? ""), "must match metadata.namespace");
		report.refuse(["spec", "resourceAttributes", "namespace"], says, "");
	}
	if (!isAbsent(path)) {
		const says = `Invalid value: ${shownPath(path, minor)}: disallowed on this kind of request`;
		report.refuse(["spec", "nonResourceAttributes"], says, "ask with a SubjectAccessReview");
	}
	if (namespace !== "") return;
	report.refuse(["metadata", "namespace"], "namespace is required on this type", "");
}

export function validateRulesReview(report: ObjectReport, spec: JsonRecord): void {
	if (isEmpty(spec["namespace"])) {
		const remedy = "name the namespace to list the rules of";
		report.refuse(["spec", "namespace"], "no namespace on request", remedy);
	}
	if (isEmpty(spec["user"]) && isEmpty(spec["groups"])) refuseNobody(report);
}

/** RBAC does not look at selectors, but the server refuses broken ones since 1.32. */
function validateSelectors(report: ObjectReport, resource: JsonRecord, minor: number): void {
	if (minor < 32) return;
	for (const field of ["fieldSelector", "labelSelector"] as const) {
		const selector = resource[field];
		if (isRecord(selector)) validateSelector(report, selector, field, minor);
		else if (!isAbsent(selector)) {
			report.wrongType(["spec", "resourceAttributes", field], "a mapping", selector);
		}
	}
}

function validateSelector(
	report: ObjectReport,
	selector: JsonRecord,
	field: "fieldSelector" | "labelSelector",
	minor: number,
): void {
	const path = ["spec", "resourceAttributes", field];
	const raw = selector["rawSelector"];
	const requirements = selector["requirements"];
	if (!isEmpty(raw) && !isEmpty(requirements)) {
		const says = invalid(String(raw), "may not specified at the same time as requirements");
		report.refuse([...path, "rawSelector"], says, "");
	}
	if (isEmpty(raw) && isEmpty(requirements)) {
		const detail = `when ${path.join(".")} is specified, requirements or rawSelector is required`;
		report.refuse([...path, "requirements"], required(detail), "");
	}
	for (const [index, item] of (Array.isArray(requirements) ? requirements : []).entries()) {
		if (!isRecord(item)) continue;
		const place = [...path, "requirements", index];
		validateOperands(report, item, place);
		if (field === "labelSelector") validateLabelWords(report, item, place, minor);
		else if (isEmpty(item["key"])) {
			report.refuse([...place, "key"], required("must be specified"), "");
		}
	}
}

function validateOperands(report: ObjectReport, requirement: JsonRecord, path: FieldPath): void {
	const { operator, values } = requirement as {
		readonly operator?: unknown;
		readonly values?: unknown;
	};
	if ((operator === "In" || operator === "NotIn") && isEmpty(values)) {
		const says = "must be specified when `operator` is 'In' or 'NotIn'";
		report.refuse([...path, "values"], required(says), "");
	}
	if ((operator === "Exists" || operator === "DoesNotExist") && !isEmpty(values)) {
		const says = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
		report.refuse([...path, "values"], forbidden(says), "");
	}
}

function validateLabelWords(
	report: ObjectReport,
	requirement: JsonRecord,
	path: FieldPath,
	minor: number,
): void {
	const key = String(requirement["key"] ?? "");
	for (const error of labelKeyErrors(key, minor)) {
		report.refuse([...path, "key"], invalid(key, error), "");
	}
	const values = requirement["values"];
	for (const [index, value] of (Array.isArray(values) ? values : []).entries()) {
		for (const error of labelValueErrors(String(value), minor)) {
			report.refuse([...path, "values", index], invalid(String(value), error), "");
		}
	}
}
