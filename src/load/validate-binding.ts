import type { Binding } from "../model/binding.ts";
import { nearest } from "../model/nearest.ts";
import type { Subject } from "../model/subject.ts";
import {
	rbacGroup,
	type WrittenBinding,
	type WrittenRoleRef,
	type WrittenSubject,
} from "./decode-binding.ts";
import { dnsSubdomainErrors, pathSegmentErrors } from "./name-rules.ts";
import type { ObjectReport } from "./object-report.ts";
import { invalid, required, unsupported } from "./server-wording.ts";
import { validateMetadata } from "./validate-metadata.ts";

const roleKinds = {
	RoleBinding: ["Role", "ClusterRole"],
	ClusterRoleBinding: ["ClusterRole"],
} as const satisfies Record<Binding["kind"], readonly string[]>;
const subjectKinds = ["ServiceAccount", "User", "Group"];

/**
 * What the API server says against a RoleBinding or ClusterRoleBinding.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/apis/rbac/validation/validation.go
 */
export function validateBinding(
	report: ObjectReport,
	binding: WrittenBinding,
	namespace: string,
	minor: number,
): void {
	validateMetadata(report, binding.metadata, namespace, minor);
	validateRoleRef(report, binding.roleRef, binding);
	for (let index = 0; index < binding.subjects.length; index += 1) {
		const subject = binding.subjects[index];
		if (subject !== undefined) validateSubject(report, subject, binding.kind, index);
	}
}

function validateRoleRef(
	report: ObjectReport,
	roleRef: WrittenRoleRef,
	{ kind, hasRoleRef }: WrittenBinding,
): void {
	const { apiGroup, name } = roleRef;
	if (apiGroup !== rbacGroup) {
		report.refuse(["roleRef", "apiGroup"], unsupported(apiGroup, [rbacGroup]), "leave it out");
	}
	const kinds: readonly string[] = roleKinds[kind];
	if (!kinds.includes(roleRef.kind)) {
		const remedy = hasRoleRef
			? remedyOfRoleKind(roleRef.kind, kind)
			: "there is no roleRef; a kustomize patch has to be rendered first, with `kustomize build`";
		report.refuse(["roleRef", "kind"], unsupported(roleRef.kind, kinds), remedy);
	}
	if (name === "") {
		const remedy = hasRoleRef ? "name the role" : "";
		report.refuse(["roleRef", "name"], required(""), remedy);
	}
	for (const error of pathSegmentErrors(name)) {
		report.refuse(["roleRef", "name"], invalid(name, error), "");
	}
}

function remedyOfRoleKind(found: string, kind: Binding["kind"]): string {
	if (found === "Role" && kind === "ClusterRoleBinding") {
		return "make it a RoleBinding in the namespace of the Role, or bind a ClusterRole";
	}
	return didYouMean(found, roleKinds[kind]);
}

function didYouMean(word: string, candidates: readonly string[]): string {
	const meant = nearest(word, candidates);
	return meant === undefined ? "" : `did you mean \`${meant}\`?`;
}

function validateSubject(
	report: ObjectReport,
	subject: WrittenSubject,
	bindingKind: Binding["kind"],
	index: number,
): void {
	const { kind, name, apiGroup } = subject;
	if (name === "") report.refuse(["subjects", index, "name"], required(""), "name the subject");
	switch (kind) {
		case "ServiceAccount":
			validateAccount(report, subject, bindingKind, index);
			break;
		case "User":
		case "Group":
			if (apiGroup !== rbacGroup) {
				const says = unsupported(apiGroup, [rbacGroup]);
				report.refuse(["subjects", index, "apiGroup"], says, "leave it out");
			}
			break;
		default:
			report.refuse(
				["subjects", index, "kind"],
				unsupported(kind, subjectKinds),
				didYouMean(kind, subjectKinds),
			);
	}
}

function validateAccount(
	report: ObjectReport,
	{ name, apiGroup, namespace }: WrittenSubject,
	bindingKind: Binding["kind"],
	index: number,
): void {
	if (name !== "") {
		for (const error of dnsSubdomainErrors(name)) {
			report.refuse(["subjects", index, "name"], invalid(name, error), remedyOfAccountName(name));
		}
	}
	if (apiGroup !== "") {
		const says = unsupported(apiGroup, [""]);
		report.refuse(["subjects", index, "apiGroup"], says, "leave it out");
	}
	if (bindingKind === "ClusterRoleBinding" && namespace === "") {
		const remedy = "a ClusterRoleBinding has no namespace to look for the account in: name it";
		report.refuse(["subjects", index, "namespace"], required(""), remedy);
	}
}

function remedyOfAccountName(name: string): string {
	return name.startsWith("system:serviceaccount:")
		? "give the account's own name and its namespace, or make it a `kind: User`"
		: "";
}

/** The subjects of a binding that has passed validation. */
export function checkedSubjects(subjects: readonly WrittenSubject[]): readonly Subject[] {
	return subjects.map(({ kind, namespace, name }) =>
		kind === "ServiceAccount"
			? { kind, namespace, name }
			: { kind: kind === "User" ? "User" : "Group", name },
	);
}
