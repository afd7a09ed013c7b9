import type { GrantCheck, Refusal, Wanting, WriteCheck } from "../../model/grant-check.ts";
import {
	grantCheckSummary,
	missingInWords,
	refusalInWords,
	remedyTitle,
	remedyYaml,
	serverLines,
} from "../grant-check-words.ts";
import { type Cell, type Column, table } from "../table.ts";
import type { View } from "../view.ts";
import { counted, lineInWords, placeInWords, referenceInWords } from "../words.ts";
import { indented } from "../wrap.ts";

/** So many objects are shown one by one even where they pass. */
const mostPassing = 12;
/** So many refused objects are told at length. */
const mostTold = 4;
/** So many lines of the server's are shown of one refusal, and so many rules that want what is missing. */
const mostLines = 4;
const mostWords = 6;

const columns: readonly Column[] = [
	{ title: "VERDICT", fixed: true },
	{ title: "ACTION", fixed: true },
	{ title: "OBJECT" },
	{ title: "WHERE" },
	{ title: "BECAUSE" },
];

/** The verdict, a line for each object, the server's words where it refuses, and what would let it pass. */
export function grantCheckText(check: GrantCheck, view: View): string {
	const { verdict, writes } = check;
	const word = view.style.paint(verdict, verdict);
	const head = indented(`${word} — ${grantCheckSummary(check)}`, "", "  ", view.width);
	const refused = writes.filter((write) => write.verdict !== "yes");
	const told = view.wide ? refused : refused.slice(0, mostTold);
	const left = refused.length - told.length;
	return [
		`${head.join("\n")}\n`,
		...(writes.length === 0 ? [] : [tableText(writes, refused, view)]),
		...told.map((write) => writeText(write, view)),
		...(left === 0 ? [] : [`… ${counted(left, "more object")} that may not pass (-o wide)\n`]),
		...check.remedies.map(
			(remedy) =>
				`${remedyTitle(remedy, check)
					.map((line) => `# ${line}\n`)
					.join("")}${remedyYaml(remedy, check)}`,
		),
	].join("\n");
}

function tableText(
	writes: readonly WriteCheck[],
	refused: readonly WriteCheck[],
	view: View,
): string {
	const isAll = view.wide || writes.length <= mostPassing;
	const shown = isAll ? writes : refused;
	const left = writes.length - shown.length;
	const text = shown.length === 0 ? "" : table(columns, shown.map(cellsOf), view);
	const more = `… ${left} ${shown.length === 0 ? "" : "more "}that pass${left === 1 ? "es" : ""} (-o wide shows ${left === 1 ? "it" : "them"})`;
	return left === 0 ? text : `${text}${view.style.paint("quiet", more)}\n`;
}

function cellsOf({ verdict, action, object, refusals }: WriteCheck): readonly Cell[] {
	return [
		{ text: verdict, look: verdict },
		action,
		referenceInWords(object),
		{ text: lineInWords(object.place), look: "quiet" },
		refusals.map(refusalInWords).join("; "),
	];
}

function writeText({ object, refusals }: WriteCheck, view: View): string {
	const title = view.style.paint("strong", referenceInWords(object));
	const where = view.style.paint("quiet", placeInWords(object.place));
	const lines = refusals.flatMap((refusal, index) => refusalLines(refusal, index, view));
	return [`${title}  ${where}`, ...lines].map((line) => `${line}\n`).join("");
}

/** The server stops at the first. */
function refusalLines(refusal: Refusal, index: number, view: View): readonly string[] {
	const [sentence = "", ...rules] = serverLines(refusal);
	const label = view.style.paint("quiet", index === 0 ? "server says:" : "and then:");
	const shown = view.wide ? rules : rules.slice(0, mostLines);
	const left = rules.length - shown.length;
	return [
		...indented(`${label} ${sentence}`, "  ", "    ", view.width),
		...shown.flatMap((line) => indented(line, "    ", "      ", view.width)),
		...(left === 0 ? [] : [`    … ${counted(left, "more line")} (-o wide)`]),
		...(refusal.kind === "not-held" ? wantedLines(refusal.wantedBy, view) : []),
	];
}

function wantedLines(wantedBy: readonly Wanting[], view: View): readonly string[] {
	const shown = view.wide ? wantedBy : wantedBy.slice(0, mostLines);
	const left = wantedBy.length - shown.length;
	const most = view.wide ? Number.POSITIVE_INFINITY : mostWords;
	return [
		`  ${view.style.paint("quiet", "asked for by:")}`,
		...shown.flatMap(({ role, ruleIndex, rulePlace, missing }) => {
			const what = missing.slice(0, 2).map((rule) => missingInWords(rule, most));
			const more = missing.length > 2 ? `; … ${missing.length - 2} more` : "";
			const place = view.style.paint("quiet", lineInWords(rulePlace));
			const line = `${referenceInWords(role)} rules[${ruleIndex}]: ${what.join("; ")}${more}  ${place}`;
			return indented(line, "    ", "      ", view.width);
		}),
		...(left === 0 ? [] : [`    … ${counted(left, "more rule")} (-o wide)`]),
	];
}
