import type { Diff, SubjectDiff } from "../model/diff.ts";
import { code, paragraphs, tableOf } from "./markdown-parts.ts";
import { shownDiff } from "./shown-diff.ts";
import { relationInWords, subjectsInWords, summary } from "./text/diff.ts";
import { counted } from "./words.ts";

/** So many subjects' tables are open; more are folded, so that a comment stays a page. */
const open = 6;
const most = 8;

/** A comment for a pull request. */
export function diffMarkdown(diff: Diff): string {
	const sections = diff.subjects.map(sectionOf);
	const rest = sections.slice(open);
	const folded =
		rest.length === 0
			? []
			: [
					`<details><summary>${counted(rest.length, "more change")}</summary>`,
					...rest,
					"</details>",
				];
	return paragraphs([code(summary(diff).trimEnd()), ...sections.slice(0, open), ...folded]);
}

function sectionOf(diff: SubjectDiff): string {
	const { rows, left, inert } = shownDiff(diff, false, most);
	const titles = ["±", "Verbs", "Resources", "Scope", "Effect", "Because", "Where"];
	const cells = rows.map((row) => [
		...[row.sign, row.verbs, row.things, row.scope],
		...[row.effect === "effective" ? "" : row.effect, row.because, row.where],
	]);
	const rest = left + inert === 0 ? "" : `and ${counted(left + inert, "more line")}`;
	return paragraphs([
		`#### ${code(subjectsInWords(diff, false))} ${relationInWords(diff)}`,
		tableOf(titles, cells),
		rest,
	]).trimEnd();
}
