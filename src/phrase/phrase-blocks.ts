import type { Side } from "../model/statement.ts";
import type { Phrase } from "./phrase.ts";
import { orPhraseError, type PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { Remarks } from "./remarks.ts";
import { type RequestBlock, requestBlocks } from "./request-blocks.ts";
import { verbSide, verbsMeant } from "./verbs-meant.ts";

/** Some verbs on some paths; a star at the end of a path means all that begin so. */
export interface PathBlock {
	readonly verb: Side;
	readonly paths: readonly string[];
}

/** What a phrase asks for whatever the namespace, as blocks that can be held to a single rule. */
export function phraseBlocks(
	{ verbs, target }: Phrase,
	world: PhraseWorld,
):
	| { readonly resources: readonly RequestBlock[]; readonly paths: readonly PathBlock[] }
	| { readonly error: PhraseError } {
	return orPhraseError(() => {
		if (target.kind === "resources") {
			const meant = verbsMeant(verbs, "resources", world);
			const resources = requestBlocks(target.resources, meant, world, new Remarks());
			return { resources, paths: [] };
		}
		const verb = verbSide(verbsMeant(verbs, "paths", world));
		return { resources: [], paths: [{ verb, paths: target.paths.map(({ text }) => text) }] };
	});
}
