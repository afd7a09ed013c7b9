import type { Diff, Relation, SubjectDiff } from "../../model/diff.ts";
import { type DiffRow, shownDiff } from "../shown-diff.ts";
import { type Cell, fits, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, subjectInWords } from "../words.ts";
import { indented } from "../wrap.ts";

/** So many subjects are named in one heading before the rest is counted. */
const mostSubjects = 4;
/** So many words of a list are shown in one cell. */
const mostWords = 4;

/** Who gained and lost what: a block for each change, its lines with the grant behind each. */
export function diffText(diff: Diff, view: View): string {
	const blocks = diff.subjects.map((subject) => subjectText(subject, view));
	return [summary(diff), ...blocks].join("\n");
}

/** `main → deploy: of 214 subjects, 1 gained, 1 lost`. */
export function summary({ before, after, subjects, compared }: Diff): string {
	const sides = `${visible(before)} → ${visible(after)}`;
	const countOf = (relation: Relation): number =>
		subjects
			.filter((one) => one.relation === relation)
			.reduce((sum, one) => sum + one.subjects.length, 0);
	const parts = [
		[countOf("more"), "gained"],
		[countOf("less"), "lost"],
		[countOf("incomparable"), "gained and lost"],
		[countOf("same"), "changed without effect"],
	] as const;
	const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	if (told.length === 0) {
		return `${sides}: no difference in what ${counted(compared, "subject")} may do\n`;
	}
	return `${sides}: of ${counted(compared, "subject")}, ${told.join(", ")}\n`;
}

function subjectText(diff: SubjectDiff, view: View): string {
	const title = view.style.paint("strong", subjectsInWords(diff, view.wide));
	const most = view.wide ? Number.POSITIVE_INFINITY : mostWords;
	const { rows, left, inert } = shownDiff(diff, view.wide, most);
	const columns = [{ title: "", gutter: 1 }, ...Array.from({ length: 5 }, () => ({ title: "" }))];
	const whole = { ...view, headers: false, width: Number.POSITIVE_INFINITY };
	const wide = table(columns, rows.map(rowCells), whole);
	const text = fits(wide, view.width) ? wide : stacked(rows, view);
	const notes = [
		...(left > 0 ? [`… ${counted(left, "more line")} (-o wide shows them)`] : []),
		...(inert > 0 ? [`… ${counted(inert, "line")} without effect (-o wide)`] : []),
		...(diff.isWhole ? [] : ["… and more than can be listed"]),
	].map((note) => `  ${view.style.paint("quiet", note)}\n`);
	return `${title}  ${relationInWords(diff)}\n${text}${notes.join("")}`;
}

/** Where columns have no room: what changed, and below lines of one cause that cause. */
function stacked(rows: readonly DiffRow[], view: View): string {
	const lines = rows.flatMap((row, index) => {
		const { sign, effect, verbs, things, scope, because, where } = row;
		const next = rows[index + 1];
		const isShared = next !== undefined && next.because === because && next.where === where;
		const lead = effect === "effective" ? verbs : `(${effect}) ${verbs}`;
		const what = [lead, things, scope].filter((part) => part !== "").join("  ");
		const look = sign === "+" ? "yes" : "no";
		const shown = indented(what, `  ${view.style.paint(look, sign)} `, " ".repeat(8), view.width);
		const cause = `${because}  ${where}`;
		const below = isShared ? [] : indented(cause, " ".repeat(6), " ".repeat(8), view.width);
		return [...shown, ...below.map((line) => view.style.paint("quiet", line))];
	});
	return lines.map((line) => `${line}\n`).join("");
}

function rowCells({
	sign,
	effect,
	verbs,
	things,
	scope,
	because,
	where,
}: DiffRow): readonly Cell[] {
	const look = sign === "+" ? "yes" : "no";
	const lead = effect === "effective" ? verbs : `(${effect}) ${verbs}`;
	return [
		{ text: `  ${sign}`, look },
		{ text: lead, look: effect === "effective" ? look : "quiet" },
		things,
		scope,
		because,
		{ text: where, look: "quiet" },
	];
}

export function subjectsInWords({ subjects }: SubjectDiff, all: boolean): string {
	const isFew = all || subjects.length <= mostSubjects + 1;
	const shown = isFew ? subjects : subjects.slice(0, mostSubjects);
	const left = subjects.length - shown.length;
	return shown.map(subjectInWords).join(", ") + (left > 0 ? ` and ${left} more` : "");
}

export function relationInWords({ relation, gained, lost }: SubjectDiff): string {
	switch (relation) {
		case "more":
			return "gained";
		case "less":
			return "lost";
		case "incomparable":
			return "gained and lost";
		case "same":
			return [...gained, ...lost].every(({ effect }) => effect === "inert")
				? "changed without effect: no client can send such a request"
				: "changed without effect today: nothing serves or asks for it";
	}
}
