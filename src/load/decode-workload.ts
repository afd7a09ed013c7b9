import type { FieldPath } from "../model/origin.ts";
import { readMetadata } from "./decode-metadata.ts";
import { readBoolean, readList, readRecord, readString } from "./decode-value.ts";
import { isAbsent, isRecord, type JsonRecord } from "./json-record.ts";
import { keptAnnotations, mapOf } from "./kept-annotations.ts";
import type { ObjectReport } from "./object-report.ts";
import { nameOfObject, placeOfObject, tellPlacement } from "./placement.ts";
import { containerFields, podSpecFields } from "./pod-fields.ts";
import { podTraits, workloadTraits } from "./pod-traits.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";
import { checkFields } from "./unknown-fields.ts";

/** Where each kind that makes pods keeps their spec. */
export const podSpecPaths: ReadonlyMap<string, readonly string[]> = new Map([
	["Pod", ["spec"]],
	["PodTemplate", ["template", "spec"]],
	["ReplicationController", ["spec", "template", "spec"]],
	["Deployment", ["spec", "template", "spec"]],
	["ReplicaSet", ["spec", "template", "spec"]],
	["StatefulSet", ["spec", "template", "spec"]],
	["DaemonSet", ["spec", "template", "spec"]],
	["Job", ["spec", "template", "spec"]],
	["CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]],
	["DeploymentConfig", ["spec", "template", "spec"]],
]);

/** Reads the account the pods of a workload run as, and what makes it more or less worth to an attacker. */
export function takeWorkload(builder: SnapshotBuilder, report: ObjectReport): void {
	const metadata = readMetadata(report, report.value["metadata"]);
	const path = podSpecPaths.get(report.kind) ?? [];
	const spec = podSpecAt(report, path);
	checkFields(report, spec, podSpecFields, path);
	checkContainers(report, spec, path);
	const named = readString(report, spec["serviceAccountName"], [...path, "serviceAccountName"]);
	const alias = readString(report, spec["serviceAccount"], [...path, "serviceAccount"]);
	if (report.errors > 0 || report.isPatch) return;
	const namespace = placeOfObject(builder, metadata, true);
	const name = nameOfObject(builder, metadata);
	tellPlacement(builder, report, metadata, true);
	const workload = {
		kind: report.kind,
		namespace,
		name,
		account: named || alias || "default",
		...(alias === "" || alias === named ? {} : { alias }),
		...podTraits(spec),
		...workloadTraits(metadata),
		origin: report.origin,
	};
	builder.workloads.put(namespace, `${report.kind}/${name}`, workload);
}

function podSpecAt(report: ObjectReport, path: readonly string[]): JsonRecord {
	let record = report.value;
	for (const [index, field] of path.entries()) {
		record = readRecord(report, record[field], path.slice(0, index + 1));
	}
	return record;
}

function checkContainers(report: ObjectReport, spec: JsonRecord, path: FieldPath): void {
	for (const field of ["initContainers", "containers"]) {
		for (const [index, container] of readList(report, spec[field], [...path, field]).entries()) {
			if (!isRecord(container)) continue;
			checkFields(report, container, containerFields, [...path, field, index]);
		}
	}
}

const accountFields = new Set([
	"apiVersion",
	"kind",
	"metadata",
	"secrets",
	"imagePullSecrets",
	"automountServiceAccountToken",
]);

export function takeAccount(builder: SnapshotBuilder, report: ObjectReport): void {
	checkFields(report, report.value, accountFields);
	const metadata = readMetadata(report, report.value["metadata"]);
	const written = report.value["automountServiceAccountToken"];
	const automount = readBoolean(report, written, ["automountServiceAccountToken"]);
	if (report.errors > 0 || report.isPatch) return;
	const namespace = placeOfObject(builder, metadata, true);
	const name = nameOfObject(builder, metadata);
	tellPlacement(builder, report, metadata, true);
	const annotations = keptAnnotations(metadata.annotations);
	builder.accounts.put(namespace, name, {
		namespace,
		name,
		...(isAbsent(written) ? {} : { automount }),
		...(annotations.size === 0 ? {} : { annotations }),
		origin: report.origin,
	});
}

export function takeNamespace(builder: SnapshotBuilder, report: ObjectReport): void {
	const metadata = readMetadata(report, report.value["metadata"]);
	if (report.errors > 0 || report.isPatch || metadata.name === "") return;
	builder.namespaces.add(metadata.name);
	const { name, labels } = metadata;
	const object = { name, labels: mapOf(labels), origin: report.origin };
	builder.namespaceObjects.set(name, object);
}
