import { nearest } from "../model/nearest.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** A namespace that nothing in the input is in or speaks of. */
export function namespaceWarnings(snapshot: Snapshot, namespace: string): readonly string[] {
	if (namespace === "" || snapshot.namespaces.includes(namespace)) return [];
	const hint = nearest(namespace, snapshot.namespaces);
	const meant = hint === undefined ? "" : `; did you mean \`${hint}\`?`;
	return [`namespace \`${namespace}\` appears nowhere in the input${meant}`];
}
