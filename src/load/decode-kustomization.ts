import { isAbsent, type JsonRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/** What changes names, namespaces or rules of the objects that a kustomization lists. */
const changing = [
	"namespace",
	"namePrefix",
	"nameSuffix",
	"patches",
	"patchesStrategicMerge",
	"patchesJson6902",
	"replacements",
	"vars",
] as const;

/** Says of a kustomization what it changes: its files are read, but what is applied is another thing. */
export function takeKustomization(builder: SnapshotBuilder, { value, origin }: ObjectReport): void {
	const changes = changesOf(value);
	if (changes.length === 0) return;
	const shown = changes.map((field) => `\`${field}\``).join(", ");
	const message = `a kustomization that sets ${shown} for what it lists: read what \`kubectl kustomize\` makes of it`;
	builder.tell("kustomization", "note", origin, message);
}

export function changesOf(value: JsonRecord): readonly string[] {
	return changing.filter((field) => {
		const found = value[field];
		return !isAbsent(found) && found !== "" && !(Array.isArray(found) && found.length === 0);
	});
}
