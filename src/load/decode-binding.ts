import type { Binding } from "../model/binding.ts";
import type { FieldPath } from "../model/origin.ts";
import { type Metadata, readMetadata } from "./decode-metadata.ts";
import { readList, readRecord, readString } from "./decode-value.ts";
import { isAbsent, isRecord, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { checkFields, hasOnly } from "./unknown-fields.ts";

/** A binding as it is written, with the API server's defaults; nothing is validated yet. */
export interface WrittenBinding {
	readonly kind: Binding["kind"];
	readonly metadata: Metadata;
	readonly roleRef: WrittenRoleRef;
	/** False where the whole `roleRef` is missing, as in a kustomize patch. */
	readonly hasRoleRef: boolean;
	readonly subjects: readonly WrittenSubject[];
}

export interface WrittenRoleRef {
	readonly apiGroup: string;
	readonly kind: string;
	readonly name: string;
}

export interface WrittenSubject {
	readonly apiGroup: string;
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

export const rbacGroup = "rbac.authorization.k8s.io";

const bindingFields = new Set(["apiVersion", "kind", "metadata", "roleRef", "subjects"]);
const roleRefFields = new Set(["apiGroup", "kind", "name"]);
const subjectFields = new Set(["apiGroup", "kind", "name", "namespace"]);
const oldSubjectFields = new Set(["apiVersion", "kind", "name", "namespace"]);
const noSubjects: readonly WrittenSubject[] = [];

export function decodeBinding(
	report: ObjectReport,
	value: JsonRecord,
	kind: Binding["kind"],
	version: string,
): WrittenBinding {
	checkFields(report, value, bindingFields);
	const roleRef = readRecord(report, value["roleRef"], roleRefPaths.all);
	checkFields(report, roleRef, roleRefFields, roleRefPaths.all);
	return {
		kind,
		metadata: readMetadata(report, value["metadata"]),
		roleRef: {
			apiGroup: readString(report, roleRef["apiGroup"], roleRefPaths.apiGroup) || rbacGroup,
			kind: readString(report, roleRef["kind"], roleRefPaths.kind),
			name: readString(report, roleRef["name"], roleRefPaths.name),
		},
		hasRoleRef: !isAbsent(value["roleRef"]),
		subjects: readSubjects(report, value["subjects"], version),
	};
}

const roleRefPaths = {
	all: ["roleRef"],
	apiGroup: ["roleRef", "apiGroup"],
	kind: ["roleRef", "kind"],
	name: ["roleRef", "name"],
} as const;
const subjectsPath: FieldPath = ["subjects"];

function readSubjects(
	report: ObjectReport,
	value: unknown,
	version: string,
): readonly WrittenSubject[] {
	if (isAbsent(value)) return noSubjects;
	return readList(report, value, subjectsPath).map((item, index) => {
		const subject = isRecord(item) ? item : readRecord(report, item, ["subjects", index]);
		return version === "v1alpha1"
			? readOldSubject(report, subject, index)
			: readSubject(report, subject, index);
	});
}

function readSubject(report: ObjectReport, subject: JsonRecord, index: number): WrittenSubject {
	if (!hasOnly(subject, subjectFields)) {
		checkFields(report, subject, subjectFields, ["subjects", index]);
	}
	const kind = readSubjectField(report, subject["kind"], index, "kind");
	const apiGroup = readSubjectField(report, subject["apiGroup"], index, "apiGroup");
	return {
		apiGroup: apiGroup === "" ? groupOfKind(kind) : apiGroup,
		kind,
		namespace: readSubjectField(report, subject["namespace"], index, "namespace"),
		name: readSubjectField(report, subject["name"], index, "name"),
	};
}

function readSubjectField(
	report: ObjectReport,
	value: unknown,
	index: number,
	field: string,
): string {
	if (typeof value === "string") return value;
	return value === undefined ? "" : readString(report, value, ["subjects", index, field]);
}

/**
 * v1alpha1 had an apiVersion where the later versions have an apiGroup, and its User `*` meant everybody who is
 * authenticated.
 */
function readOldSubject(report: ObjectReport, subject: JsonRecord, index: number): WrittenSubject {
	checkFields(report, subject, oldSubjectFields, ["subjects", index]);
	const kind = readString(report, subject["kind"], ["subjects", index, "kind"]);
	const version = readString(report, subject["apiVersion"], ["subjects", index, "apiVersion"]);
	const name = readString(report, subject["name"], ["subjects", index, "name"]);
	const namespace = readString(report, subject["namespace"], ["subjects", index, "namespace"]);
	const apiGroup = subjectKinds.has(kind) ? groupOfKind(kind) : (version.split("/").at(-2) ?? "");
	return kind === "User" && name === "*"
		? { apiGroup, kind: "Group", namespace, name: "system:authenticated" }
		: { apiGroup, kind, namespace, name };
}

const subjectKinds: ReadonlySet<string> = new Set(["ServiceAccount", "User", "Group"]);

function groupOfKind(kind: string): string {
	return kind === "User" || kind === "Group" ? rbacGroup : "";
}
