import type { Covers, Lacking } from "../../model/covers.ts";
import type { Effect } from "../../model/diff.ts";
import {
	converseInWords,
	coversSummary,
	effectInWords,
	exampleInWords,
	questionLine,
} from "../covers-words.ts";
import { statementInWords } from "../statement-words.ts";
import { table } from "../table.ts";
import type { View } from "../view.ts";
import { counted } from "../words.ts";
import { indented, wrap } from "../wrap.ts";

/** So many lines of one effect are shown before the rest is counted. */
const mostLines: Readonly<Record<Effect, number>> = { effective: 12, latent: 4, inert: 4 };
/** So many words of a list are shown in one cell. */
const mostWords = 8;

const titles: Readonly<Record<Effect, string>> = {
	effective: "lacking",
	latent: "lacking, of what nothing serves or asks for today",
	inert: "lacking, without effect: no client can send it",
};

/** The verdict, what is lacking by its effect, an example and how to see it, and the other way round. */
export function coversText(covers: Covers, view: View): string {
	const { verdict, lacking } = covers;
	const word = view.style.paint(verdict, verdict);
	const head = indented(`${word} — ${coversSummary(covers)}`, "", "  ", view.width);
	const sections = (["effective", "latent", "inert"] as const)
		.map((effect) => ({ effect, lines: lacking.filter((line) => line.effect === effect) }))
		.filter(({ lines }) => lines.length > 0)
		.map(({ effect, lines }) => sectionText(effect, lines, covers, view));
	const parts = [
		[...head, ...wrapped(effectInWords(covers), view)].join("\n"),
		...sections,
		exampleText(covers, view),
		wrapped(converseInWords(covers), view).join("\n"),
	];
	return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function sectionText(
	effect: Effect,
	lines: readonly Lacking[],
	{ isExact, isWhole }: Covers,
	view: View,
): string {
	const shown = view.wide ? lines : lines.slice(0, mostLines[effect]);
	const left = lines.length - shown.length;
	const most = view.wide ? Number.POSITIVE_INFINITY : mostWords;
	const rows = shown.map(({ line }) => {
		const { verbs, things, scope } = statementInWords(line, most);
		return [`  ${verbs}`, things, scope];
	});
	const columns = ["", "", ""].map((title) => ({ title }));
	const partly = isExact ? "" : ", some of it at least in part";
	const notes = [
		...(left > 0 ? [`… ${counted(left, "more line")} (-o wide shows them)`] : []),
		...(isWhole ? [] : ["… and more than can be listed"]),
	].map((note) => `  ${view.style.paint("quiet", note)}\n`);
	const text = table(columns, rows, { ...view, headers: false });
	return `${view.style.paint("strong", `${titles[effect]}${partly}`)}\n${text}${notes.join("")}`.trimEnd();
}

function exampleText(covers: Covers, view: View): string {
	const lines = wrapped(exampleInWords(covers), view);
	const questions = covers.shownBy.map(
		(question) =>
			`  ${questionLine(question)}  ${view.style.paint("quiet", `# ${question.verdict}`)}`,
	);
	return [...lines, ...questions].join("\n");
}

function wrapped(text: string, view: View): readonly string[] {
	return text === "" ? [] : wrap(text, view.width);
}
