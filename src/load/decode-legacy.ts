import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { accountOfUserName } from "../model/subject.ts";
import { rbacGroup, type WrittenBinding, type WrittenSubject } from "./decode-binding.ts";
import { type Metadata, readMetadata } from "./decode-metadata.ts";
import { addBinding, addRole } from "./decode-rbac.ts";
import { readList, readRecord, readString, readStrings } from "./decode-value.ts";
import { isAbsent, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";
import { checkFields } from "./unknown-fields.ts";

// OpenShift's authorization.openshift.io/v1 is a view of RBAC: its server writes the RBAC object that each of these
// means. https://github.com/openshift/openshift-apiserver/tree/master/pkg/authorization/apis/authorization

const ruleFields = new Set([
	"verbs",
	"apiGroups",
	"resources",
	"resourceNames",
	"nonResourceURLs",
	"attributeRestrictions",
]);

export function takeLegacyRole(
	builder: SnapshotBuilder,
	report: ObjectReport,
	kind: Role["kind"],
): void {
	tellLegacy(report);
	const metadata = readMetadata(report, report.value["metadata"]);
	const rules = readList(report, report.value["rules"], ["rules"]).flatMap((item, index) =>
		readRule(report, readRecord(report, item, ["rules", index]), index),
	);
	addRole(builder, report, { kind, metadata, rules, aggregation: undefined });
}

function tellLegacy(report: ObjectReport): void {
	const message = `read as the ${rbacGroup}/v1 ${report.kind} that OpenShift makes of it`;
	report.add("legacy-openshift", "note", ["apiVersion"], message);
}

function readRule(report: ObjectReport, rule: JsonRecord, index: number): readonly PolicyRule[] {
	checkFields(report, rule, ruleFields, ["rules", index]);
	const list = (field: keyof PolicyRule): readonly string[] =>
		readStrings(report, rule[field], ["rules", index, field]);
	if (!isAbsent(rule["attributeRestrictions"])) {
		const message = "OpenShift drops a rule with `attributeRestrictions`";
		report.add("legacy-openshift", "warning", ["rules", index, "attributeRestrictions"], message);
		return [];
	}
	const verbs = list("verbs");
	const resources = list("resources");
	const nonResourceURLs = list("nonResourceURLs");
	const given = list("apiGroups");
	const about = { verbs, resources, resourceNames: list("resourceNames") };
	const isEverything = verbs.includes("*") && resources.includes("*");
	const apiGroups = given.length > 0 ? given : [isEverything ? "*" : ""];
	if (nonResourceURLs.length === 0) return [{ ...about, apiGroups, nonResourceURLs }];
	const paths = { verbs, apiGroups: [], resources: [], resourceNames: [], nonResourceURLs };
	return resources.length === 0 ? [paths] : [{ ...about, apiGroups, nonResourceURLs: [] }, paths];
}

export function takeLegacyBinding(
	builder: SnapshotBuilder,
	report: ObjectReport,
	kind: Binding["kind"],
): void {
	tellLegacy(report);
	const { value } = report;
	const metadata = readMetadata(report, value["metadata"]);
	const roleRef = readRecord(report, value["roleRef"], ["roleRef"]);
	const roleNamespace = readString(report, roleRef["namespace"], ["roleRef", "namespace"]);
	checkRoleNamespace(builder, report, metadata, roleNamespace);
	const binding: WrittenBinding = {
		kind,
		metadata,
		roleRef: {
			apiGroup: rbacGroup,
			kind: roleNamespace === "" ? "ClusterRole" : "Role",
			name: readString(report, roleRef["name"], ["roleRef", "name"]),
		},
		hasRoleRef: !isAbsent(value["roleRef"]),
		subjects: readSubjects(report, value),
	};
	addBinding(builder, report, binding);
}

function checkRoleNamespace(
	builder: SnapshotBuilder,
	report: ObjectReport,
	metadata: Metadata,
	roleNamespace: string,
): void {
	if (roleNamespace === "" || report.kind === "ClusterRoleBinding") return;
	const own = builder.namespaceOf(metadata.namespace);
	if (roleNamespace === own) return;
	const says = `a RoleBinding may only refer to a Role of its own namespace \`${own}\``;
	report.refuse(["roleRef", "namespace"], says, "leave `roleRef.namespace` out for a ClusterRole");
}

/** `userNames` and `groupNames` are older than `subjects` and win over them. */
function readSubjects(report: ObjectReport, value: JsonRecord): readonly WrittenSubject[] {
	const users = value["userNames"];
	const groups = value["groupNames"];
	if (isAbsent(users) && isAbsent(groups)) {
		return readList(report, value["subjects"], ["subjects"]).map((item, index) =>
			readSubject(report, readRecord(report, item, ["subjects", index]), index),
		);
	}
	const named = [
		...readStrings(report, users, ["userNames"]).map(subjectOfUser),
		...readStrings(report, groups, ["groupNames"]).map(subjectOfGroup),
	];
	if (!isAbsent(value["subjects"])) tellIgnored(report, value["subjects"], named);
	return named;
}

/** `oc get -o yaml` writes both lists, alike: only what the older ones lack is worth a word. */
function tellIgnored(
	report: ObjectReport,
	subjects: unknown,
	named: readonly WrittenSubject[],
): void {
	const key = ({ kind, name }: WrittenSubject, namespace: string): string =>
		[kind, namespace, name].join("\0");
	// A subject may leave its namespace out.
	const counting = new Set(named.flatMap((one) => [key(one, ""), key(one, one.namespace)]));
	readList(report, subjects, ["subjects"]).forEach((item, index) => {
		const path = ["subjects", index];
		const subject = readSubject(report, readRecord(report, item, path), index);
		if (counting.has(key(subject, subject.namespace))) return;
		const message = `OpenShift ignores the subject \`${subject.name}\`: \`userNames\` and \`groupNames\` win over \`subjects\``;
		report.add("legacy-openshift", "warning", path, message);
	});
}

function readSubject(report: ObjectReport, subject: JsonRecord, index: number): WrittenSubject {
	const field = (name: string): string =>
		readString(report, subject[name], ["subjects", index, name]);
	const kind = field("kind");
	const name = field("name");
	switch (kind) {
		case "User":
		case "SystemUser":
			return subjectOfUser(name);
		case "Group":
		case "SystemGroup":
			return subjectOfGroup(name);
		default:
			return { apiGroup: "", kind, namespace: field("namespace"), name };
	}
}

function subjectOfUser(name: string): WrittenSubject {
	const account = accountOfUserName(name);
	return account === undefined
		? { apiGroup: rbacGroup, kind: "User", namespace: "", name }
		: { apiGroup: "", kind: "ServiceAccount", ...account };
}

function subjectOfGroup(name: string): WrittenSubject {
	return { apiGroup: rbacGroup, kind: "Group", namespace: "", name };
}
