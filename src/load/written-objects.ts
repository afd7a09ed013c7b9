import type { RbacObject } from "../model/written.ts";
import { decodeDocument } from "./decode-document.ts";
import { readDocuments } from "./documents.ts";
import { kubernetesVersions } from "./kubernetes-versions.ts";
import { matters } from "./object-kinds.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

/** The roles and bindings of a text in the order in which they stand, whatever their names. */
export function writtenObjects(file: string, text: string): readonly RbacObject[] {
	const minor = Number(kubernetesVersions.at(-1)?.slice("1.".length));
	const builder = new SnapshotBuilder(minor, "default", true);
	const sink = {
		document(document: Parameters<typeof decodeDocument>[1]): void {
			decodeDocument(builder, document, true);
		},
		problem: () => {},
		unread: () => {},
	};
	readDocuments(file, text, sink, { wants: matters });
	return builder.written.objects;
}
