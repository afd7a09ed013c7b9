// Tables as kubectl draws them: upper-case headers, two spaces between columns, no borders. cli-table3 draws them;
// fitting them to a terminal is ours.
import Table from "cli-table3";
import { columnsOf, padTo } from "./columns-of.ts";
import type { Look } from "./style.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

export interface Column {
	readonly title: string;
	/** A column that is never made narrower. */
	readonly fixed?: boolean;
	/** The spaces before the next column: two unless said. */
	readonly gutter?: number;
}

/** A cell, already visible text, with what it is. */
export type Cell = string | { readonly text: string; readonly look: Look };

const narrowest = 10;

/** A table that fits the view's width, cells broken over several lines where needed. */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly Cell[])[],
	view: View,
): string {
	const widths = fitted(columns, naturalWidths(columns, rows, view), view.width);
	const titles = columns.map((column) => ({ text: column.title, look: "strong" as const }));
	const all = view.headers ? [titles, ...rows] : rows;
	const filled = all.flatMap((row) => rowLines(columns, row, widths, view));
	let text = "";
	for (let start = 0; start < filled.length; start += chunk) {
		text += drawn(filled.slice(start, start + chunk));
	}
	return text;
}

/** Its time for one table grows faster than its rows: many small ones take a third of a big one's. */
const chunk = 50;
const noBorders = {
	top: "",
	"top-mid": "",
	"top-left": "",
	"top-right": "",
	bottom: "",
	"bottom-mid": "",
	"bottom-left": "",
	"bottom-right": "",
	left: "",
	"left-mid": "",
	mid: "",
	"mid-mid": "",
	right: "",
	"right-mid": "",
	middle: "",
};

function drawn(rows: readonly string[][]): string {
	const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
	// Without widths of its own: it would cut a text that it takes for wider than we do.
	const drawing = new Table({ chars: noBorders, style });
	drawing.push(...rows);
	const lines = drawing.toString().split("\n");
	return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** Is no line of a drawn text wider than this? */
export function fits(text: string, width: number): boolean {
	return !Number.isFinite(width) || text.split("\n").every((line) => columnsOf(line) <= width);
}

function naturalWidths(
	columns: readonly Column[],
	rows: readonly (readonly Cell[])[],
	view: View,
): number[] {
	const widths = columns.map((column) => (view.headers ? columnsOf(column.title) : 0));
	for (const row of rows) {
		row.forEach((cell, index) => {
			widths[index] = Math.max(widths[index] ?? 0, columnsOf(textOf(cell)));
		});
	}
	return widths;
}

/** Takes columns from the widest first, so that short ones stay whole. */
function fitted(columns: readonly Column[], natural: readonly number[], width: number): number[] {
	const gutters = columns.slice(0, -1).reduce((sum, column) => sum + (column.gutter ?? 2), 0);
	const widths = [...natural];
	let excess = widths.reduce((sum, each) => sum + each, 0) + gutters - width;
	if (!Number.isFinite(width)) return widths;
	while (excess > 0) {
		const widest = widestShrinkable(columns, widths);
		if (widest === undefined) break;
		widths[widest] = (widths[widest] ?? 0) - 1;
		excess -= 1;
	}
	return widths;
}

function widestShrinkable(
	columns: readonly Column[],
	widths: readonly number[],
): number | undefined {
	let widest: number | undefined;
	widths.forEach((width, index) => {
		if (columns[index]?.fixed === true || width <= narrowest) return;
		if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
	});
	return widest;
}

/** The lines of a row, each with its cells as wide as their columns and what stands before the next. */
function rowLines(
	columns: readonly Column[],
	row: readonly Cell[],
	widths: readonly number[],
	view: View,
): readonly string[][] {
	const cells = row.map((cell, index) => wrap(textOf(cell), widths[index] ?? 0));
	const height = Math.max(1, ...cells.map((lines) => lines.length));
	return Array.from({ length: height }, (_, line) =>
		columns.map((column, index) => {
			const part = cells[index]?.[line] ?? "";
			const padding = padTo(part, widths[index] ?? 0).slice(part.length);
			return paint(view, row[index] ?? "", part) + padding + " ".repeat(column.gutter ?? 2);
		}),
	);
}

function textOf(cell: Cell): string {
	return typeof cell === "string" ? cell : cell.text;
}

function paint(view: View, cell: Cell, text: string): string {
	return typeof cell === "string" ? text : view.style.paint(cell.look, text);
}
