import { percentInWords } from "../../model/percent.ts";
import type { Suggestions } from "../../model/suite-suggestions.ts";
import { visible } from "../visible.ts";
import { counted } from "../words.ts";

interface SuggestionsView {
	/** Were the tests written into the suite? */
	readonly write: boolean;
	/** The command that writes golden files. */
	readonly update: string;
	/** How many single mistakes are noticed, in percent. */
	readonly noticed: { readonly before: number; readonly after: number } | undefined;
}

/** What suggested tests come to, in lines for standard error. */
export function suggestionsText(
	file: string,
	{ tests, isTight, before, after }: Suggestions,
	{ write, update, noticed }: SuggestionsView,
): string {
	const name = visible(file);
	if (isTight) {
		return `${name}: the suite is tight: no subject could gain or lose a right with no check failing\n`;
	}
	const shares = [
		`pinned above ${change(before.pinnedAbove, after.pinnedAbove)}`,
		`below ${change(before.pinnedBelow, after.pinnedBelow)}`,
		...(noticed === undefined ? [] : [`mistakes noticed ${change(noticed.before, noticed.after)}`]),
	].join(" · ");
	if (tests.length === 0) {
		return `${name}: nothing to suggest: no short test closes what is open · ${shares}\n`;
	}
	const goldens = tests.flatMap((test) => [...test.goldens.keys()]);
	const files = goldens.map((golden) => `\`${visible(golden)}\``).join(", ");
	const isAre = goldens.length === 1 ? "is" : "are";
	return [
		`${name}: ${counted(tests.length, "test")} ${write ? "added" : "suggested"} · ${shares}`,
		...(goldens.length > 0 && !write ? [`${files} ${isAre} written by \`${update}\``] : []),
		...(goldens.length > 0 && write ? [`${files} ${isAre} new`] : []),
	]
		.map((line) => `${line}\n`)
		.join("");
}

function change(before: number, after: number): string {
	const [one, other] = [before, after].map(percentInWords);
	return one === other ? `${one}` : `${one} → ${other}`;
}
