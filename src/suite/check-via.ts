import { didYouMean } from "../model/did-you-mean.ts";
import type { SuiteText } from "../model/suite.ts";
import type { SuiteWords } from "./suite-words.ts";
import { wayOf } from "./way-of.ts";

/** A `via` that no binding of the input is could only ever fail, for the wrong reason. */
export function checkVia(words: SuiteWords, via: SuiteText | undefined): void {
	if (via === undefined) return;
	const ways = words.world.grants.bound.map(({ binding }) => wayOf(binding));
	if (ways.includes(via.text)) return;
	const hint = didYouMean(via.text, ways);
	words.fail(
		via.place,
		`nothing in the inputs binds \`${via.text}\`: expected \`RoleBinding/NAMESPACE/NAME -> ClusterRole/NAME\` or the like${hint}`,
	);
}
