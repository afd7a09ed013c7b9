import { nearest } from "../model/nearest.ts";
import { rbacGroup } from "./decode-binding.ts";
import { takeCustomResource } from "./decode-crd.ts";
import { takeKustomization } from "./decode-kustomization.ts";
import { takeLegacyBinding, takeLegacyRole } from "./decode-legacy.ts";
import { takeGroup, takeUser } from "./decode-openshift.ts";
import { takeOperator } from "./decode-operator.ts";
import { takeBinding, takeRole } from "./decode-rbac.ts";
import { mightBeTokenSecret } from "./decode-secret.ts";
import { podSpecPaths, takeAccount, takeNamespace, takeWorkload } from "./decode-workload.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Takes one object into the snapshot, telling what is wrong with it. */
export type Decoder = (builder: SnapshotBuilder, report: ObjectReport, version: string) => void;

const rbac: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
	["Role", (builder, report, version) => takeRole(builder, report, "Role", version)],
	["ClusterRole", (builder, report, version) => takeRole(builder, report, "ClusterRole", version)],
	[
		"RoleBinding",
		(builder, report, version) => takeBinding(builder, report, "RoleBinding", version),
	],
	[
		"ClusterRoleBinding",
		(builder, report, version) => takeBinding(builder, report, "ClusterRoleBinding", version),
	],
]);
const legacy: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
	["Role", (builder, report) => takeLegacyRole(builder, report, "Role")],
	["ClusterRole", (builder, report) => takeLegacyRole(builder, report, "ClusterRole")],
	["RoleBinding", (builder, report) => takeLegacyBinding(builder, report, "RoleBinding")],
	[
		"ClusterRoleBinding",
		(builder, report) => takeLegacyBinding(builder, report, "ClusterRoleBinding"),
	],
]);
const workloads = new Map<string, Decoder>(
	[...podSpecPaths.keys()].map((kind) => [kind, takeWorkload]),
);
const userKinds = new Map<string, Decoder>([
	["User", takeUser],
	["Group", takeGroup],
]);

/** Group → kind → decoder. The core group also holds what OpenShift 3 kept there. */
const decoders: ReadonlyMap<string, ReadonlyMap<string, Decoder>> = new Map([
	[rbacGroup, rbac],
	[
		"",
		new Map<string, Decoder>([
			...legacy,
			...workloads,
			...userKinds,
			["ServiceAccount", takeAccount],
			["Namespace", takeNamespace],
			["Project", takeNamespace],
		]),
	],
	["apps", workloads],
	["extensions", workloads],
	["batch", workloads],
	["apps.openshift.io", workloads],
	["apiextensions.k8s.io", new Map([["CustomResourceDefinition", takeCustomResource]])],
	["kustomize.config.k8s.io", new Map([["Kustomization", takeKustomization]])],
	["operators.coreos.com", new Map([["ClusterServiceVersion", takeOperator]])],
	["authorization.openshift.io", legacy],
	["user.openshift.io", userKinds],
	["project.openshift.io", new Map([["Project", takeNamespace]])],
]);

const rbacVersions: ReadonlySet<string> = new Set(["v1", "v1beta1", "v1alpha1"]);

export function groupOf(apiVersion: string): string {
	const slash = apiVersion.indexOf("/");
	return slash === -1 ? "" : apiVersion.slice(0, slash);
}

export function versionOf(apiVersion: string): string {
	return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

const decodersOfVersion = new Map<string, ReadonlyMap<string, Decoder> | undefined>([
	[`${rbacGroup}/v1`, rbac],
	["v1", decoders.get("")],
]);

export function decoderOf(kind: string, apiVersion: string): Decoder | undefined {
	// Nearly all objects are of two versions: they are not worth taking apart every time.
	const known = decodersOfVersion.get(apiVersion);
	if (known !== undefined) return known.get(kind);
	const group = groupOf(apiVersion);
	if (group === "" || (group === rbacGroup && !rbacVersions.has(versionOf(apiVersion)))) {
		return undefined;
	}
	return decoders.get(group)?.get(kind);
}

/** An OpenShift Template, in today's group or in the core group of OpenShift 3. */
export function isTemplate(kind: string, apiVersion: string): boolean {
	if (kind !== "Template") return false;
	return groupOf(apiVersion) === "template.openshift.io" || apiVersion === "v1";
}

/** `List`, `RoleList` and so on. */
export function isList(kind: string): boolean {
	return kind.endsWith("List");
}

/** Whether a document of this kind says anything about who may do what; an unknown kind might. */
export function matters(kind: string, apiVersion: string, textOf: () => string): boolean {
	return (
		kind === "" ||
		apiVersion === "" ||
		isList(kind) ||
		decoderOf(kind, apiVersion) !== undefined ||
		isTemplate(kind, apiVersion) ||
		unservedKind(kind, apiVersion) !== undefined ||
		mightBeTokenSecret(kind, apiVersion, textOf)
	);
}

/** What is wrong with an apiVersion or kind that is nearly one of RBAC's; undefined for all others. */
export function unservedKind(kind: string, apiVersion: string): string | undefined {
	const group = groupOf(apiVersion);
	const isRbacKind = rbac.has(kind);
	const says = `no matches for kind "${kind}" in version "${apiVersion}"`;
	if (group === rbacGroup) {
		if (rbacVersions.has(versionOf(apiVersion)) && !isRbacKind) {
			const meant = nearest(kind, rbac.keys());
			return meant === undefined ? says : `${says}; did you mean \`${meant}\`?`;
		}
		return isRbacKind && decoderOf(kind, apiVersion) === undefined
			? `${says}; write \`${rbacGroup}/v1\``
			: undefined;
	}
	return isRbacKind && isNearlyRbac(apiVersion) ? `${says}; write \`${rbacGroup}/v1\`` : undefined;
}

/** `authorization.k8s.io/v1`, `rbac/v1`, `rbac.authorization.k8s.io` without a version, a letter wrong. */
function isNearlyRbac(apiVersion: string): boolean {
	const group = groupOf(apiVersion) || apiVersion;
	if (group === rbacGroup || group === "authorization.k8s.io" || group === "rbac") return true;
	return nearest(group, [rbacGroup]) !== undefined;
}
