import { didYouMean } from "./did-you-mean.ts";
import type { Snapshot } from "./snapshot.ts";

type Namespaces = Pick<Snapshot, "namespaces">;

/** Every cluster has these, whatever the input speaks of. */
export const usualNamespaces: readonly string[] = [
	"default",
	"kube-node-lease",
	"kube-public",
	"kube-system",
];

/** A namespace that nothing in the input is in or speaks of. */
export function namespaceWarnings(snapshot: Namespaces, namespace: string): readonly string[] {
	if (namespace === "" || isKnown(snapshot, namespace)) return [];
	const meant = didYouMean(namespace, snapshot.namespaces);
	return [`namespace \`${namespace}\` appears nowhere in the input${meant}`];
}

function isKnown({ namespaces }: Namespaces, namespace: string): boolean {
	return namespaces.includes(namespace) || usualNamespaces.includes(namespace);
}
