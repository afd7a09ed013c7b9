import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { decodeBinding, rbacGroup, type WrittenBinding } from "./decode-binding.ts";
import { decodeRole, type WrittenRole } from "./decode-role.ts";
import { keptAnnotations, mapOf } from "./kept-annotations.ts";
import { namespaceOfSubject } from "./namespaces.ts";
import type { ObjectReport } from "./object-report.ts";
import { nameOfObject, placeOfObject, tellPlacement } from "./placement.ts";
import { type SnapshotBuilder, tellReplaced } from "./snapshot-builder.ts";
import { checkedSubjects, validateBinding } from "./validate-binding.ts";
import { checkedSelectors, validateRole } from "./validate-role.ts";

/** Reads a Role or ClusterRole as the API server would take it; one it refuses is told and left out. */
export function takeRole(
	builder: SnapshotBuilder,
	report: ObjectReport,
	kind: Role["kind"],
	version: string,
): void {
	tellOldVersion(report, version);
	addRole(builder, report, decodeRole(report, report.value, kind));
}

/** The same of a RoleBinding or ClusterRoleBinding. */
export function takeBinding(
	builder: SnapshotBuilder,
	report: ObjectReport,
	kind: Binding["kind"],
	version: string,
): void {
	tellOldVersion(report, version);
	addBinding(builder, report, decodeBinding(report, report.value, kind, version));
}

function tellOldVersion(report: ObjectReport, version: string): void {
	if (version === "v1") return;
	const message = `\`${rbacGroup}/${version}\` is not served since Kubernetes 1.22; read as ${rbacGroup}/v1`;
	report.add("old-api-version", "warning", ["apiVersion"], message);
}

export function addRole(builder: SnapshotBuilder, report: ObjectReport, role: WrittenRole): void {
	const { kind, metadata, rules, aggregation } = role;
	const namespace = placeOfObject(builder, metadata, kind === "Role");
	// A server that cannot decode an object does not go on to validate it.
	if (report.errors === 0) validateRole(report, role, namespace, builder.minor);
	if (report.errors > 0 || report.isPatch) return;
	tellPlacement(builder, report, metadata, kind === "Role");
	if (!builder.isOpenShift) builder.isOpenShift = rules.some(namesOpenShift);
	const name = nameOfObject(builder, metadata);
	const taken: Role = {
		kind,
		namespace,
		name,
		labels: mapOf(metadata.labels),
		annotations: keptAnnotations(metadata.annotations),
		rules,
		aggregation: aggregation === undefined ? undefined : checkedSelectors(aggregation),
		builtIn: false,
		origin: report.origin,
	};
	builder.written.objects.push(taken);
	tellReplaced(report, builder.roles.put(namespace, name, taken));
}

/** A rule about an OpenShift group says that the roles are for OpenShift. */
function namesOpenShift({ apiGroups }: PolicyRule): boolean {
	for (const group of apiGroups) if (group.endsWith(".openshift.io")) return true;
	return false;
}

export function addBinding(
	builder: SnapshotBuilder,
	report: ObjectReport,
	binding: WrittenBinding,
): void {
	const { kind, metadata, roleRef } = binding;
	const namespace = placeOfObject(builder, metadata, kind === "RoleBinding");
	if (report.errors === 0) validateBinding(report, binding, namespace, builder.minor);
	if (report.errors > 0 || report.isPatch) return;
	tellPlacement(builder, report, metadata, kind === "RoleBinding");
	const subjects = checkedSubjects(binding.subjects);
	for (const subject of subjects) builder.namespaces.add(namespaceOfSubject(subject));
	const name = nameOfObject(builder, metadata);
	const taken: Binding = {
		kind,
		namespace,
		name,
		annotations: keptAnnotations(metadata.annotations),
		roleRef: { kind: roleRef.kind === "Role" ? "Role" : "ClusterRole", name: roleRef.name },
		subjects,
		builtIn: false,
		origin: report.origin,
	};
	builder.written.objects.push(taken);
	tellReplaced(report, builder.bindings.put(namespace, name, taken));
}
