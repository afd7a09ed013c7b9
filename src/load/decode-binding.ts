import type { Binding } from "../model/binding.ts";
import { type Metadata, readMetadata } from "./decode-metadata.ts";
import { readList, readRecord, readString } from "./decode-value.ts";
import { isAbsent, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import { checkFields } from "./unknown-fields.ts";

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
	const roleRef = readRecord(report, value["roleRef"], "roleRef");
	checkFields(report, roleRef, roleRefFields, "roleRef");
	return {
		kind,
		metadata: readMetadata(report, value["metadata"]),
		roleRef: {
			apiGroup: readString(report, roleRef["apiGroup"], "roleRef", "apiGroup") || rbacGroup,
			kind: readString(report, roleRef["kind"], "roleRef", "kind"),
			name: readString(report, roleRef["name"], "roleRef", "name"),
		},
		hasRoleRef: !isAbsent(value["roleRef"]),
		subjects: readSubjects(report, value["subjects"], version),
	};
}

function readSubjects(
	report: ObjectReport,
	value: unknown,
	version: string,
): readonly WrittenSubject[] {
	if (isAbsent(value)) return noSubjects;
	return readList(report, value, "subjects").map((item, index) => {
		const subject = readRecord(report, item, "subjects", index);
		return version === "v1alpha1"
			? readOldSubject(report, subject, index)
			: readSubject(report, subject, index);
	});
}

function readSubject(report: ObjectReport, subject: JsonRecord, index: number): WrittenSubject {
	checkFields(report, subject, subjectFields, "subjects", index);
	const kind = readString(report, subject["kind"], "subjects", index, "kind");
	const apiGroup = readString(report, subject["apiGroup"], "subjects", index, "apiGroup");
	return {
		apiGroup: apiGroup === "" ? groupOfKind(kind) : apiGroup,
		kind,
		namespace: readString(report, subject["namespace"], "subjects", index, "namespace"),
		name: readString(report, subject["name"], "subjects", index, "name"),
	};
}

/**
 * v1alpha1 had an apiVersion where the later versions have an apiGroup, and its User `*` meant everybody who is
 * authenticated.
 */
function readOldSubject(report: ObjectReport, subject: JsonRecord, index: number): WrittenSubject {
	checkFields(report, subject, oldSubjectFields, "subjects", index);
	const kind = readString(report, subject["kind"], "subjects", index, "kind");
	const version = readString(report, subject["apiVersion"], "subjects", index, "apiVersion");
	const name = readString(report, subject["name"], "subjects", index, "name");
	const namespace = readString(report, subject["namespace"], "subjects", index, "namespace");
	const apiGroup = subjectKinds.has(kind) ? groupOfKind(kind) : (version.split("/").at(-2) ?? "");
	return kind === "User" && name === "*"
		? { apiGroup, kind: "Group", namespace, name: "system:authenticated" }
		: { apiGroup, kind, namespace, name };
}

export const subjectKinds: ReadonlySet<string> = new Set(["ServiceAccount", "User", "Group"]);

function groupOfKind(kind: string): string {
	return kind === "User" || kind === "Group" ? rbacGroup : "";
}
