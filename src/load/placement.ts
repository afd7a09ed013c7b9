import type { Metadata } from "./decode-metadata.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** The namespace an object is put into; "" for a cluster-scoped one, whatever it says. */
export function placeOfObject(
	builder: SnapshotBuilder,
	metadata: Metadata,
	isNamespaced: boolean,
): string {
	return isNamespaced ? builder.namespaceOf(metadata.namespace) : "";
}

/** The server makes up the end of a name that is only begun: no other object has the same. */
export function nameOfObject(builder: SnapshotBuilder, metadata: Metadata): string {
	return metadata.name === "" ? builder.generatedName(metadata.generateName) : metadata.name;
}

/** Tells what became of the namespace of an object that is taken. */
export function tellPlacement(
	builder: SnapshotBuilder,
	report: ObjectReport,
	metadata: Metadata,
	isNamespaced: boolean,
): void {
	if (isNamespaced) {
		if (metadata.namespace !== "") return;
		const name = metadata.name || metadata.generateName;
		builder.notePlaced({ kind: report.kind, name, origin: report.origin });
	} else if (metadata.namespace !== "") {
		const message = `a ${report.kind} has no namespace: the API server drops \`${metadata.namespace}\``;
		report.add("namespace-dropped", "note", ["metadata", "namespace"], message);
	}
}
