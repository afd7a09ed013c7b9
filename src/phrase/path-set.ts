import { pathVerbs, unknownVerb } from "../model/verb-warnings.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { longestPath } from "../sets/space.ts";
import { namespacesMeant } from "./namespaces-meant.ts";
import type { Phrase, Word } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import type { Remarks } from "./remarks.ts";
import { sideHas } from "./side-words.ts";
import { verbSide, verbsMeant } from "./verbs-meant.ts";

/** The requests for paths that a phrase means. */
export function pathSet(
	sets: PermissionSets,
	{ verbs: terms, scope }: Phrase,
	paths: readonly Word[],
	world: PhraseWorld,
	remarks: Remarks,
): PermissionSet {
	if (scope !== undefined && !sideHas(namespacesMeant(scope, world, remarks), "")) {
		throw new PhraseError("a path is in no namespace: expected `cluster-wide` or no scope", scope);
	}
	for (const path of paths) {
		if (path.text.length <= longestPath) continue;
		throw new PhraseError(`a path has at most ${longestPath} characters`, path);
	}
	const verbs = verbsMeant(terms, "paths", world);
	for (const verb of verbs.typed) {
		if (pathVerbs.includes(verb)) continue;
		const hint = unknownVerb(verb, pathVerbs)[0]?.replace(/^[^;]*/, "") ?? "";
		remarks.warn(`\`${verb}\` is not the verb of a path${hint}`);
	}
	return sets.pathRequests(
		verbSide(verbs),
		paths.map(({ text }) => text),
	);
}
