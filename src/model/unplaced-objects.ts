import type { PlacedObject, Snapshot } from "./snapshot.ts";

/** Objects without a namespace that must be in one: where `kubectl apply -n` puts them, only the user knows. */
export function unplacedObjects({ placed = [] }: Snapshot): readonly PlacedObject[] {
	return placed.filter(({ kind }) => kinds.has(kind));
}

const kinds: ReadonlySet<string> = new Set(["Role", "RoleBinding", "ServiceAccount"]);
