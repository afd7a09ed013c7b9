import { readPhrase } from "./parse-phrase.ts";
import type { Phrase } from "./phrase.ts";
import { orPhraseError, type PhraseError } from "./phrase-error.ts";
import { Scanner } from "./scanner.ts";

/** Permissions together, and whether some of them are asked for or all. */
export interface PhraseQuestion {
	readonly quantifier: "any" | "all";
	readonly phrases: readonly Phrase[];
}

/** Reads `any of create,patch pods, get secrets`, `all of …`; without either, some of it is meant. */
export function parsePhraseQuestion(
	text: string,
): PhraseQuestion | { readonly error: PhraseError } {
	return orPhraseError(() => {
		const scanner = new Scanner(text);
		const quantifier = scanner.match(/\s*all\s+of(?=\s|$)/y) === undefined ? "any" : "all";
		if (quantifier === "any") scanner.match(/\s*any\s+of(?=\s|$)/y);
		const phrases = [readPhrase(scanner)];
		while (!scanner.isAtEnd) {
			if (!scanner.take(",")) scanner.failExpecting("a comma, or the end");
			phrases.push(readPhrase(scanner));
		}
		return { quantifier, phrases };
	});
}
