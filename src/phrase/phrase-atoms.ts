import type { Phrase, Target, Term } from "./phrase.ts";
import { verbSets } from "./verbs-meant.ts";

/** A phrase in its smallest parts: one verb on one resource or path each, `read` and `write` spelled out. */
export function phraseAtoms(phrase: Phrase): readonly Phrase[] {
	const { kind } = phrase.target;
	const verbs = phrase.verbs.flatMap((verb) => spelledOut(verb, verbSets[kind]));
	return verbs.flatMap((verb) =>
		targets(phrase.target).map((target) => ({ ...phrase, verbs: [verb], target })),
	);
}

function spelledOut(verb: Term, sets: ReadonlyMap<string, readonly string[]>): readonly Term[] {
	const several = verb.kind === "word" ? sets.get(verb.text) : undefined;
	if (several === undefined) return [verb];
	const { column, length } = verb;
	return several.map((text) => ({ kind: "word", text, column, length }));
}

function targets(target: Target): readonly Target[] {
	return target.kind === "paths"
		? target.paths.map((path) => ({ kind: "paths", paths: [path] }))
		: target.resources.map((resource) => ({ kind: "resources", resources: [resource] }));
}
