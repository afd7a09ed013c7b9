import type { Side } from "../model/statement.ts";
import { pathVerbs } from "../model/verb-warnings.ts";
import { anyWord } from "../sets/space.ts";
import { readVerb } from "./parse-phrase.ts";
import type { Term } from "./phrase.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { setMembers } from "./set-members.ts";

/** What the verbs of a phrase are. */
export interface VerbsMeant {
	/** Every verb, also those nobody has thought of. */
	readonly isAny: boolean;
	/** What the catalogue lists, besides the words. */
	readonly isKnown: boolean;
	readonly words: readonly string[];
	/** Those of the words that were written out, and may be misspelled. */
	readonly typed: readonly string[];
}

type Subject = "resources" | "paths";

/** The words that stand for several verbs; on paths, verbs are the methods of HTTP. */
export const verbSets: Readonly<Record<Subject, ReadonlyMap<string, readonly string[]>>> = {
	resources: new Map([
		["read", ["get", "list", "watch"]],
		["write", ["create", "update", "patch", "delete", "deletecollection"]],
	]),
	paths: new Map([
		["read", ["get", "head"]],
		["write", ["post", "put", "patch", "delete"]],
		["known", pathVerbs.filter((verb) => verb !== "*")],
	]),
};

/** What verbs mean on resources or paths. */
export function verbsMeant(
	terms: readonly Term[],
	subject: Subject,
	world: PhraseWorld,
): VerbsMeant {
	const all = terms.flatMap((term) => setMembers(world, term, readVerb) ?? [term]);
	const isKnownWord = (term: Term): boolean =>
		term.kind === "word" && term.text === "known" && !verbSets[subject].has(term.text);
	const words = new Set<string>();
	const typed = new Set<string>();
	for (const term of all) {
		if (term.kind === "any" || isKnownWord(term)) continue;
		const several = term.kind === "word" ? verbSets[subject].get(term.text) : undefined;
		for (const verb of several ?? [term.text]) words.add(verb);
		if (term.kind === "word" && several === undefined) typed.add(term.text);
	}
	const isAny = all.some(({ kind }) => kind === "any");
	return { isAny, isKnown: all.some(isKnownWord), words: [...words], typed: [...typed] };
}

export function verbSide({ isAny, words }: VerbsMeant): Side {
	return isAny ? anyWord : { only: words };
}
