import type { Phrase } from "./phrase.ts";

/** A phrase in its smallest parts: one verb on one resource, or one path, each. */
export function atomicPhrases(phrase: Phrase): readonly Phrase[] {
	const { target } = phrase;
	return phrase.verbs.flatMap((verb) => {
		if (target.kind === "paths") {
			return target.paths.map(
				(path): Phrase => ({
					...phrase,
					verbs: [verb],
					target: { kind: "paths", paths: [path] },
				}),
			);
		}
		return target.resources.map(
			(resource): Phrase => ({
				...phrase,
				verbs: [verb],
				target: { kind: "resources", resources: [resource] },
			}),
		);
	});
}
