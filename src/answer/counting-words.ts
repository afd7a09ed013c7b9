import { requestVerbs } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Alphabets } from "../sets/count.ts";

/** The words that requests are counted over when what one edit takes is weighed against another. */
export function countingWords({ catalog, namespaces }: Snapshot): Alphabets {
	const { resources } = catalog;
	const unknown = "rolecall/other";
	const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)];
	const subresources = resources.flatMap((row) => row.subresources.map(({ name }) => name));
	return {
		namespace: ["", ...namespaces, unknown],
		apiGroup: distinct([...resources.map(({ group }) => group), unknown]),
		resource: distinct([...resources.map(({ resource }) => resource), unknown]),
		subresource: distinct(["", ...subresources, unknown]),
		verb: [...requestVerbs, unknown],
		name: ["", unknown],
	};
}
