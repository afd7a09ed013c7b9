import type { Matrix } from "../../model/answer.ts";
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
import { type Cell, type Column, fits, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, scopeInWords, subjectInWords } from "../words.ts";
import { flow, wrap } from "../wrap.ts";

/** The verbs as headers: in words, and where there is no room for those in shorter ones or in letters. */
type Headers = "words" | "short" | "letters";

const titles: Readonly<Record<Headers, ReadonlyMap<string, string>>> = {
	words: new Map(),
	short: new Map([["deletecollection", "DELCOL"]]),
	letters: verbLetters,
};

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
	const headers = (["words", "short"] as const).find((each) =>
		draw(each, Number.POSITIVE_INFINITY).every((text) => fits(text, view.width)),
	);
	const tables = draw(headers ?? "letters", view.width);
	const left = matrix.rows.length - special.length;
	return [
		...tables,
		...(left === 0 ? [] : [leftOut(left, view)]),
		...(view.headers && special.length > 0 ? [legend(shown, headers ?? "letters", view)] : []),
	].join("\n");
}

/** Every subject has these rows; they would bury its own. */
function leftOut(count: number, view: View): string {
	const text = `and ${counted(count, "row")} that the default policy gives to everybody (-o wide shows them)`;
	return wrap(text, view.width)
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
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
		const title = titles[headers].get(verb) ?? visible(verb).toUpperCase();
		const isLast = position === section.columns.length - 1;
		return { title, fixed: true, gutter: headers === "words" || isLast ? 2 : 1 };
	});
}

function legend(matrix: Matrix, headers: Headers, view: View): string {
	const shortened = [...titles[headers]]
		.filter(([verb]) => matrix.verbs.includes(verb))
		.map(([verb, title]) => `${title} ${verb}`);
	return [shortened, meaningsOf(matrix)]
		.filter((items) => items.length > 0)
		.flatMap((items) => flow(items, view.width))
		.map((line) => `${view.style.paint("quiet", line)}\n`)
		.join("");
}
