import type { Metadata } from "./decode-metadata.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** Where an object stands in the cluster. */
export interface Placement {
	/** "" for a cluster-scoped object. */
	readonly namespace: string;
	readonly name: string;
}

export function placementOf(
	builder: SnapshotBuilder,
	metadata: Metadata,
	isNamespaced: boolean,
): Placement {
	const namespace = isNamespaced ? builder.namespaceOf(metadata.namespace) : "";
	// The server makes up the end of such a name: no other object can be the same.
	const name = metadata.name === "" ? builder.generatedName(metadata.generateName) : metadata.name;
	return { namespace, name };
}

/** Tells what became of the namespace of an object that is taken. */
export function tellPlacement(
	builder: SnapshotBuilder,
	report: ObjectReport,
	metadata: Metadata,
	isNamespaced: boolean,
): void {
	if (isNamespaced) {
		if (metadata.namespace === "") builder.notePlaced(report.origin);
	} else if (metadata.namespace !== "") {
		const message = `a ${report.kind} has no namespace: the API server drops \`${metadata.namespace}\``;
		report.add("namespace-dropped", "note", ["metadata", "namespace"], message);
	}
}
