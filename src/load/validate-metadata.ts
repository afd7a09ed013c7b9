import type { FieldPath } from "../model/origin.ts";
import type { Metadata, OwnerReference } from "./decode-metadata.ts";
import type { StringPairs } from "./json-record.ts";
import {
	dnsLabelErrors,
	labelKeyErrors,
	labelValueErrors,
	pathSegmentErrors,
} from "./name-rules.ts";
import { formatFieldPath, type ObjectReport } from "./object-report.ts";
import { goJson, invalid, invalidList, required, tooLong } from "./server-wording.ts";

/**
 * What the API server says against the metadata of an RBAC object; `namespace` is the one it would be in, "" for a
 * cluster-scoped kind, whose namespace the server drops before it looks.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go
 */
export function validateMetadata(
	report: ObjectReport,
	metadata: Metadata,
	namespace: string,
	minor: number,
): void {
	refuseEach(report, generateNamePath, metadata.generateName, pathSegmentErrors);
	if (metadata.name === "" && metadata.generateName === "") {
		report.refuse(["metadata", "name"], required("name or generateName is required"), "");
	}
	refuseEach(report, namePath, metadata.name, pathSegmentErrors);
	if (namespace !== "") refuseEach(report, namespacePath, namespace, dnsLabelErrors);
	if (metadata.generation < 0) {
		const says = `Invalid value: ${metadata.generation}: must be greater than or equal to 0`;
		report.refuse(["metadata", "generation"], says, "");
	}
	validateLabels(report, metadata.labels, labelsPath, minor);
	validateAnnotations(report, metadata.annotations, minor);
	if (metadata.ownerReferences.length > 0) {
		validateOwners(report, metadata.ownerReferences, minor);
	}
	if (metadata.finalizers.length > 0) validateFinalizers(report, metadata.finalizers, minor);
}

const namePath: FieldPath = ["metadata", "name"];
const generateNamePath: FieldPath = ["metadata", "generateName"];
const namespacePath: FieldPath = ["metadata", "namespace"];
const labelsPath: FieldPath = ["metadata", "labels"];

function refuseEach(
	report: ObjectReport,
	path: FieldPath,
	value: string,
	errorsOf: (value: string) => readonly string[],
): void {
	if (value === "") return;
	for (const error of errorsOf(value)) {
		report.refuse(path, invalid(value, error), remedyOfPlaceholder(value));
	}
}

function remedyOfPlaceholder(value: string): string {
	return /\$[{(]|\{\{/.test(value) ? "it holds a placeholder that has to be filled in first" : "";
}

/** Also for the `matchLabels` of a selector. The server names the mapping; we point at the key. */
export function validateLabels(
	report: ObjectReport,
	labels: StringPairs,
	path: FieldPath,
	minor: number,
): void {
	for (const key in labels) {
		const value = labels[key] ?? "";
		for (const error of labelKeyErrors(key, minor)) {
			report.refuse([...path, key], invalid(key, error), "", formatFieldPath(path));
		}
		for (const error of labelValueErrors(value, minor)) {
			report.refuse([...path, key], invalid(value, error), "", formatFieldPath(path));
		}
	}
}

function validateAnnotations(report: ObjectReport, annotations: StringPairs, minor: number): void {
	const limit = 256 * 1024;
	let bytes = 0;
	for (const key in annotations) {
		bytes += Buffer.byteLength(key) + Buffer.byteLength(annotations[key] ?? "");
		for (const error of labelKeyErrors(key.toLowerCase(), minor)) {
			const path = ["metadata", "annotations", key];
			report.refuse(path, invalid(key, error), "", "metadata.annotations");
		}
	}
	if (bytes <= limit) return;
	const says =
		minor >= 32 ? `may not be more than ${limit} bytes` : `must have at most ${limit} bytes`;
	report.refuse(["metadata", "annotations"], tooLong(says), "");
}

function validateOwners(
	report: ObjectReport,
	owners: readonly OwnerReference[],
	minor: number,
): void {
	let controller: OwnerReference | undefined;
	for (const [index, owner] of owners.entries()) {
		if (minor >= 37) validateOwner(report, owner, index);
		else validateOwnerUntil136(report, owner, index, minor);
		validateOwnerKind(report, owner, index, minor);
		if (owner.controller !== true) continue;
		if (controller === undefined) {
			controller = owner;
			continue;
		}
		const found = `${controller.kind}/${controller.name} and ${owner.kind}/${owner.name}`;
		const says = `Only one reference can have Controller set to true. Found "true" in references for ${found}`;
		report.refuse(["metadata", "ownerReferences"], `Invalid value: ${goJson(owners)}: ${says}`, "");
	}
}

function validateOwner(report: ObjectReport, owner: OwnerReference, index: number): void {
	const path = ["metadata", "ownerReferences", index];
	const parts = owner.apiVersion.split("/");
	if (owner.apiVersion !== "" && (parts.length > 2 || parts.at(-1) === "")) {
		const says = invalid(owner.apiVersion, "must be <group>/<version> or <version>");
		report.refuse([...path, "apiVersion"], says, "");
	}
	for (const field of ["apiVersion", "kind", "name", "uid"] as const) {
		if (owner[field] === "") report.refuse([...path, field], required("must not be empty"), "");
	}
}

/** Until 1.36 the server named the list without the index. */
function validateOwnerUntil136(
	report: ObjectReport,
	owner: OwnerReference,
	index: number,
	minor: number,
): void {
	const path = ["metadata", "ownerReferences", index];
	const version = owner.apiVersion.split("/").length > 2 ? "" : owner.apiVersion.split("/").at(-1);
	const refuse = (field: "apiVersion" | "kind" | "name" | "uid", detail: string): void => {
		report.refuse(
			[...path, field],
			invalid(owner[field], detail),
			"",
			`metadata.ownerReferences.${field}`,
		);
	};
	if (version === "") refuse("apiVersion", "version must not be empty");
	for (const field of ["kind", "name", "uid"] as const) {
		const subject = minor >= 34 ? "" : `${field} `;
		if (owner[field] === "") refuse(field, `${subject}must not be empty`);
	}
}

function validateOwnerKind(
	report: ObjectReport,
	owner: OwnerReference,
	index: number,
	minor: number,
): void {
	if (!/^\/?v1$/.test(owner.apiVersion) || owner.kind !== "Event") return;
	const says = `Invalid value: ${goJson(owner)}: /v1, Kind=Event is disallowed from being an owner`;
	const field = minor >= 37 ? undefined : "metadata.ownerReferences";
	report.refuse(["metadata", "ownerReferences", index], says, "", field);
}

const standardFinalizers = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

function validateFinalizers(
	report: ObjectReport,
	finalizers: readonly string[],
	minor: number,
): void {
	for (const [index, name] of finalizers.entries()) {
		const path = ["metadata", "finalizers", index];
		for (const error of labelKeyErrors(name, minor)) {
			report.refuse(path, invalid(name, error), "", "metadata.finalizers");
		}
		if (name.includes("/") || standardFinalizers.has(name)) continue;
		const says = "name is neither a standard finalizer name nor is it fully qualified";
		report.refuse(path, invalid(name, says), "");
	}
	if (!finalizers.includes("orphan") || !finalizers.includes("foregroundDeletion")) return;
	const says = "finalizer orphan and foregroundDeletion cannot be both set";
	report.refuse(["metadata", "finalizers"], invalidList(finalizers, says, minor), "");
}
