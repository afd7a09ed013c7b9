import type { Cell, Matrix, MatrixRow } from "../model/answer.ts";
import type { Look } from "./style.ts";
import { visible } from "./visible.ts";
import { listed, resourceInWords, subjectInWords } from "./words.ts";

/** What a matrix is read by: one table for each subject and scope, or one for each resource. */
export type MatrixOrder = "by subject" | "by resource";

/** One table of a matrix under its title. */
export interface Section {
	readonly title: string;
	readonly isPaths: boolean;
	readonly rows: readonly MatrixRow[];
	/** The verbs with a column of their own, as indices into `matrix.verbs`. */
	readonly columns: readonly number[];
	/** The verbs that are only named where they are given: `bind` and its like would make columns of blanks. */
	readonly others: readonly number[];
}

/** The marks of the cells: told apart without colour. */
export const marks: Readonly<Record<Cell, { readonly text: string; readonly look: Look }>> = {
	yes: { text: "✓", look: "yes" },
	no: { text: "·", look: "quiet" },
	named: { text: "n", look: "partly" },
	unknown: { text: "?", look: "unknown" },
	dead: { text: "!", look: "dead" },
	absent: { text: "", look: "quiet" },
	unasked: { text: "-", look: "quiet" },
};

const meanings: Readonly<Record<Cell, string>> = {
	yes: "✓ yes",
	no: "· no",
	named: "n some names only",
	unknown: "? unknown",
	dead: "! granted, but no request can match",
	absent: "blank: no such verb",
	unasked: "- not asked about",
};

/** The usual verbs, with the letters that stand for them where there is little room. */
export const verbLetters: ReadonlyMap<string, string> = new Map([
	["get", "G"],
	["list", "L"],
	["watch", "W"],
	["create", "C"],
	["update", "U"],
	["patch", "P"],
	["delete", "D"],
	["deletecollection", "X"],
]);

export function matrixSections(matrix: Matrix, order: MatrixOrder): readonly Section[] {
	const titleOf = order === "by subject" ? subjectAndScope : targetInWords;
	const sections = new Map<string, MatrixRow[]>();
	for (const row of order === "by subject" ? matrix.rows : telling(matrix.rows)) {
		// Paths have other verbs than resources, so they get a table of their own.
		const key = JSON.stringify([titleOf(row), row.path !== undefined]);
		const section = sections.get(key);
		if (section === undefined) sections.set(key, [row]);
		else section.push(row);
	}
	return [...sections.values()].flatMap((rows) => {
		const [first] = rows;
		if (first === undefined) return [];
		const isPaths = first.path !== undefined;
		return [{ title: titleOf(first), isPaths, rows, ...verbsOf(matrix, rows, isPaths) }];
	});
}

/** Rows without those that only repeat for a namespace what the subject may cluster-wide. */
function telling(rows: readonly MatrixRow[]): readonly MatrixRow[] {
	const contents = ({ subject, resource, path, cells, names }: MatrixRow): string =>
		JSON.stringify([subject, resource, path, cells, names]);
	const wide = new Set(rows.filter(({ namespace }) => namespace === "").map(contents));
	return rows.filter((row) => row.namespace === "" || !wide.has(contents(row)));
}

export function targetInWords(row: MatrixRow): string {
	return row.path === undefined ? resourceInWords(row.resource) : visible(row.path);
}

/** The given verbs that have no column: `bind, use n`. */
export function othersInWords(matrix: Matrix, row: MatrixRow, { others }: Section): string {
	return others
		.flatMap((index) => {
			const cell = row.cells[index] ?? "absent";
			if (!isGiven(cell)) return [];
			const verb = visible(matrix.verbs[index] ?? "");
			return [cell === "yes" ? verb : `${verb} ${marks[cell].text}`];
		})
		.join(", ");
}

export function namesInWords({ names }: MatrixRow, most: number): string {
	const shown = names.map((name) => (name === "" ? '""' : name));
	return listed(shown, [], most);
}

/** What the marks that occur mean. */
export function meaningsOf(matrix: Matrix): readonly string[] {
	const found = new Set(matrix.rows.flatMap(({ cells }) => cells));
	return (Object.keys(meanings) as Cell[])
		.filter((cell) => found.has(cell))
		.map((cell) => meanings[cell]);
}

function subjectAndScope({ subject, namespace }: MatrixRow): string {
	const scope = namespace === "" ? "cluster-wide" : `in namespace ${visible(namespace)}`;
	return `${subjectInWords(subject)} ${scope}`;
}

function verbsOf(
	matrix: Matrix,
	rows: readonly MatrixRow[],
	isPaths: boolean,
): Pick<Section, "columns" | "others"> {
	const all = matrix.verbs.map((_, index) => index);
	const isUsual = (index: number): boolean => verbLetters.has(matrix.verbs[index] ?? "");
	const given = all.filter((index) => rows.some(({ cells }) => isGiven(cells[index])));
	if (isPaths) return { columns: given, others: [] };
	if (!all.some(isUsual)) return { columns: all, others: [] };
	return { columns: all.filter(isUsual), others: given.filter((index) => !isUsual(index)) };
}

function isGiven(cell: Cell | undefined): boolean {
	return cell !== undefined && cell !== "no" && cell !== "absent" && cell !== "unasked";
}
