import { nearest } from "./nearest.ts";

/** `; did you mean …?` for the nearest of some words; nothing when none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
	const hint = nearest(word, candidates);
	return hint === undefined ? "" : `; did you mean \`${hint}\`?`;
}
