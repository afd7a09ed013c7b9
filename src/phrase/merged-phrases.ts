import type { Phrase, Target, Term } from "./phrase.ts";
import { printPhrase } from "./print-phrase.ts";

/** Phrases of the same words but for their verbs as one, then those of the same but for what they are about. */
export function mergedPhrases(phrases: readonly Phrase[]): readonly Phrase[] {
	const byRest = merged(phrases, ({ target, scope }) => ({ verbs: [], target, scope }), withVerbs);
	return merged(
		byRest,
		({ verbs, target, scope }) => ({ verbs, target: emptied(target), scope }),
		withTarget,
	);
}

function merged(
	phrases: readonly Phrase[],
	rest: (phrase: Phrase) => Phrase,
	together: (one: Phrase, other: Phrase) => Phrase,
): readonly Phrase[] {
	const found = new Map<string, Phrase>();
	for (const phrase of phrases) {
		const key = `${phrase.target.kind} ${printPhrase(rest(phrase))}`;
		const same = found.get(key);
		found.set(key, same === undefined ? phrase : together(same, phrase));
	}
	return [...found.values()];
}

function withVerbs(one: Phrase, other: Phrase): Phrase {
	const verbs = new Map(
		[...one.verbs, ...other.verbs].map((verb) => [JSON.stringify(wordOf(verb)), verb]),
	);
	const isAny = [...verbs.values()].find(({ kind }) => kind === "any");
	return { ...one, verbs: isAny === undefined ? [...verbs.values()] : [isAny] };
}

function wordOf(term: Term): readonly string[] {
	return term.kind === "any" ? [term.kind] : [term.kind, term.text];
}

function emptied({ kind }: Target): Target {
	return kind === "paths" ? { kind, paths: [] } : { kind, resources: [] };
}

function withTarget(one: Phrase, other: Phrase): Phrase {
	const { target } = one;
	if (target.kind === "paths" && other.target.kind === "paths") {
		return { ...one, target: { kind: "paths", paths: [...target.paths, ...other.target.paths] } };
	}
	if (target.kind === "resources" && other.target.kind === "resources") {
		const resources = [...target.resources, ...other.target.resources];
		return { ...one, target: { kind: "resources", resources } };
	}
	return one;
}
