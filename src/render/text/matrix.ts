import type { Matrix } from "../../model/answer.ts";
import { columnsOf } from "../columns-of.ts";
import {
	type MatrixOrder,
	marks,
	matrixSections,
	meaningsOf,
	namesInWords,
	othersInWords,
	type Section,
	targetInWords,
	verbLetters,
} from "../matrix-sections.ts";
import { type Cell, type Column, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, scopeInWords, subjectInWords } from "../words.ts";
import { flow, wrap } from "../wrap.ts";

/** The verbs as headers, in words or, where there is no room for those, in letters. */
type Headers = "words" | "letters";

const namesShown = 3;

/** A matrix for a person: marks that need no colour, and a legend of those that occur. */
export function matrixText(matrix: Matrix, order: MatrixOrder, view: View): string {
	if (matrix.rows.length === 0) return "no permissions\n";
	const special = view.wide ? matrix.rows : matrix.rows.filter(({ byDefault }) => !byDefault);
	const shown = { ...matrix, rows: special };
	const sections = matrixSections(shown, order);
	const draw = (headers: Headers, width: number): readonly string[] =>
		sections.map((section, index) => {
			const isSame = sections[index - 1]?.title === section.title;
			const text = sectionText(shown, section, order, headers, { ...view, width });
			return isSame ? text : `${view.style.paint("strong", section.title)}\n${text}`;
		});
	const words = draw("words", Number.POSITIVE_INFINITY);
	const wordsFit = words.every((text) => fits(text, view.width));
	const tables = wordsFit ? words : draw("letters", view.width);
	const left = matrix.rows.length - special.length;
	return [
		...tables,
		...(left === 0 ? [] : [leftOut(left, view)]),
		...(view.headers && special.length > 0 ? [legend(shown, wordsFit, view)] : []),
	].join("\n");
}

/** Every subject has these rows; they would bury its own. */
function leftOut(count: number, view: View): string {
	const text = `and ${counted(count, "row")} that the default policy gives to everybody (-o wide shows them)`;
	return wrap(text, view.width)
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
}

function fits(text: string, width: number): boolean {
	return !Number.isFinite(width) || text.split("\n").every((line) => columnsOf(line) <= width);
}

function sectionText(
	matrix: Matrix,
	section: Section,
	order: MatrixOrder,
	headers: Headers,
	view: View,
): string {
	const { rows } = section;
	const names = rows.map((row) =>
		namesInWords(row, view.wide ? Number.POSITIVE_INFINITY : namesShown),
	);
	const others = rows.map((row) => othersInWords(matrix, row, section));
	const hasNames = names.some((text) => text !== "");
	const hasOthers = others.some((text) => text !== "");
	const columns: readonly Column[] = [
		...leadColumns(order, section),
		...verbColumns(matrix, section, headers),
		...(hasOthers ? [{ title: "ALSO" }] : []),
		...(hasNames ? [{ title: "NAMES" }] : []),
	];
	const cells = rows.map((row, index): readonly Cell[] => [
		...(order === "by subject"
			? [targetInWords(row)]
			: [subjectInWords(row.subject), scopeInWords(row.namespace)]),
		...section.columns.map((verb) => marks[row.cells[verb] ?? "absent"]),
		...(hasOthers ? [others[index] ?? ""] : []),
		...(hasNames ? [names[index] ?? ""] : []),
	]);
	return table(columns, cells, view);
}

function leadColumns(order: MatrixOrder, { isPaths }: Section): readonly Column[] {
	if (order === "by resource") return [{ title: "SUBJECT" }, { title: "SCOPE" }];
	return [{ title: isPaths ? "PATH" : "RESOURCE" }];
}

function verbColumns(matrix: Matrix, section: Section, headers: Headers): readonly Column[] {
	return section.columns.map((index, position) => {
		const verb = matrix.verbs[index] ?? "";
		const letter = headers === "letters" ? verbLetters.get(verb) : undefined;
		if (letter === undefined) return { title: visible(verb).toUpperCase(), fixed: true };
		return { title: letter, fixed: true, gutter: position === section.columns.length - 1 ? 2 : 1 };
	});
}

function legend(matrix: Matrix, inWords: boolean, view: View): string {
	const letters = inWords
		? []
		: [...verbLetters]
				.filter(([verb]) => matrix.verbs.includes(verb))
				.map(([verb, letter]) => `${letter} ${verb}`);
	return [letters, meaningsOf(matrix)]
		.filter((items) => items.length > 0)
		.flatMap((items) => flow(items, view.width))
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
}
