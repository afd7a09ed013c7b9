import { didYouMean } from "./did-you-mean.ts";
import { globMatches } from "./glob-matches.ts";

/** Says that a glob over ids means none of the policies there are; undefined where it means one. */
export function unknownPolicy(glob: string, known: readonly string[]): string | undefined {
	if (known.some((id) => globMatches(glob, id))) return undefined;
	return `there is no policy \`${glob}\`${didYouMean(glob, known)}`;
}
