import type { Gap } from "../model/answer.ts";
import { counted, gapInWords, gapPlace, placeInWords } from "../render/words.ts";
import type { Teller } from "./teller.ts";
import { tellsAll } from "./teller.ts";

const gapsShown = 5;

/** What an answer in rows cannot say: what is missing, and notes. */
export function tellAround(
	answer: { readonly gaps: readonly Gap[]; readonly notes: readonly string[] },
	teller: Teller,
): void {
	if (tellsAll(teller.options.output)) return;
	const gaps = answer.gaps.filter(({ kind }) => kind !== "unread-document");
	const shown = teller.options.verbose ? gaps : gaps.slice(0, gapsShown);
	for (const gap of shown) {
		const place = gapPlace(gap);
		const at = place === undefined ? "" : `${placeInWords(place)}: `;
		teller.line(`${at}${teller.errStyle.paint("unknown", "unknown:")} ${gapInWords(gap).what}`);
	}
	const left = gaps.length - shown.length;
	if (left > 0) teller.line(`… ${left} more unknown (-v shows them)`);
	tellUnread(answer.gaps.length - gaps.length, teller);
	for (const note of answer.notes) teller.note(note);
}

/** What is wrong with each has been told already, when it was read. */
function tellUnread(count: number, teller: Teller): void {
	if (count === 0) return;
	const what = `${counted(count, "document")} could not be read and may grant more`;
	teller.line(`${teller.errStyle.paint("unknown", "unknown:")} ${what}`);
}
