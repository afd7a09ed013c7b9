import type { Gap } from "../model/answer.ts";
import { gapInWords, gapPlace, placeInWords } from "../render/words.ts";
import type { Teller } from "./teller.ts";
import { tellsAll } from "./teller.ts";

const gapsShown = 5;

/** What an answer in rows cannot say: what is missing, and notes. */
export function tellAround(
	answer: { readonly gaps: readonly Gap[]; readonly notes: readonly string[] },
	teller: Teller,
): void {
	if (tellsAll(teller.options.output)) return;
	const shown = teller.options.verbose ? answer.gaps : answer.gaps.slice(0, gapsShown);
	for (const gap of shown) {
		const place = gapPlace(gap);
		const at = place === undefined ? "" : `${placeInWords(place)}: `;
		teller.line(`${at}${teller.errStyle.paint("unknown", "unknown:")} ${gapInWords(gap).what}`);
	}
	const left = answer.gaps.length - shown.length;
	if (left > 0) teller.line(`… ${left} more unknown (-v shows them)`);
	for (const note of answer.notes) teller.note(note);
}
