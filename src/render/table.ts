// Tables as kubectl draws them: upper-case headers, two spaces between columns, no borders. cli-table3 was measured
// for this and left: it takes a third of a millisecond a row and cannot fit columns to a terminal.
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
	const lines: string[] = [];
	if (view.headers) {
		const titles = columns.map((column) => ({ text: column.title, look: "strong" as const }));
		lines.push(...rowLines(columns, titles, widths, view));
	}
	for (const row of rows) lines.push(...rowLines(columns, row, widths, view));
	return lines.map((line) => `${line}\n`).join("");
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

function rowLines(
	columns: readonly Column[],
	row: readonly Cell[],
	widths: readonly number[],
	view: View,
): readonly string[] {
	const cells = row.map((cell, index) => wrap(textOf(cell), widths[index] ?? 0));
	const height = Math.max(1, ...cells.map((lines) => lines.length));
	const lines: string[] = [];
	for (let line = 0; line < height; line += 1) {
		const parts = row.map((cell, index) => {
			const part = cells[index]?.[line] ?? "";
			const padding = padTo(part, widths[index] ?? 0).slice(part.length);
			return paint(view, cell, part) + padding + " ".repeat(columns[index]?.gutter ?? 2);
		});
		lines.push(parts.join("").trimEnd());
	}
	return lines;
}

function textOf(cell: Cell): string {
	return typeof cell === "string" ? cell : cell.text;
}

function paint(view: View, cell: Cell, text: string): string {
	return typeof cell === "string" ? text : view.style.paint(cell.look, text);
}
