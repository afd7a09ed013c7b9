import { columnsOf, columnsOfCharacter } from "./columns-of.ts";

interface Cell {
	readonly text: string;
	readonly columns: number;
	/** The colour that is on at this character; "" for none. */
	readonly colour: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours
const colour = /^\u001b\[([0-9;]*)m/;
const breakable = new Set(["/", ":", ".", ",", "-", "@", "_"]);

/**
 * The lines of a text that is too long for a width: broken before an arrow, else at a space, else after
 * punctuation, else anywhere. Nothing
 * is left out. All lines but the first are `hanging` columns shorter, for the caller to indent.
 */
export function wrap(text: string, width: number, hanging = 0): readonly string[] {
	if (columnsOf(text) <= width) return [text];
	const cells = cellsOf(text);
	const lines: string[] = [];
	let start = 0;
	while (start < cells.length) {
		const room = Math.max(lines.length === 0 ? width : width - hanging, 1);
		const end = lineEnd(cells, start, room);
		lines.push(lineText(cells.slice(start, end)));
		start = end;
		while (cells[start]?.text === " ") start += 1;
	}
	return lines;
}

/** A text between a lead and a width; further lines start with `under`. */
export function indented(
	text: string,
	first: string,
	under: string,
	width: number,
): readonly string[] {
	const hanging = columnsOf(under) - columnsOf(first);
	return wrap(text, width - columnsOf(first), hanging).map((line, index) =>
		index === 0 ? first + line : under + line,
	);
}

function cellsOf(text: string): readonly Cell[] {
	const cells: Cell[] = [];
	let on = "";
	let rest = text;
	while (rest !== "") {
		const code = colour.exec(rest);
		if (code !== null) {
			on = code[1] === "0" ? "" : code[0];
			rest = rest.slice(code[0].length);
			continue;
		}
		const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
		cells.push({ text: character, columns: columnsOfCharacter(character), colour: on });
		rest = rest.slice(character.length);
	}
	return cells;
}

function lineEnd(cells: readonly Cell[], start: number, room: number): number {
	let columns = 0;
	let hasWord = false;
	let arrow = 0;
	let space = 0;
	let punctuation = 0;
	for (let index = start; index < cells.length; index += 1) {
		const cell = cells[index];
		if (cell === undefined) break;
		columns += cell.columns;
		if (cell.text === " " && hasWord) {
			space = index;
			if (cells[index + 1]?.text === "→") arrow = index;
		}
		hasWord ||= cell.text !== " ";
		if (columns > room && cell.text !== " ") {
			return arrow || space || punctuation || Math.max(index, start + 1);
		}
		if (breakable.has(cell.text)) punctuation = index + 1;
	}
	return cells.length;
}

function lineText(cells: readonly Cell[]): string {
	let line = "";
	let on = "";
	for (const cell of trimmed(cells)) {
		if (cell.colour !== on) {
			if (on !== "") line += "\u001b[0m";
			line += cell.colour;
			on = cell.colour;
		}
		line += cell.text;
	}
	return on === "" ? line : `${line}\u001b[0m`;
}

function trimmed(cells: readonly Cell[]): readonly Cell[] {
	let end = cells.length;
	while (end > 0 && cells[end - 1]?.text === " ") end -= 1;
	return cells.slice(0, end);
}

/** Short items in as many lines as they need, two spaces between them, none broken. */
export function flow(items: readonly string[], width: number): readonly string[] {
	const lines: string[] = [];
	for (const item of items) {
		const last = lines.at(-1);
		if (last !== undefined && columnsOf(last) + 2 + columnsOf(item) <= width) {
			lines[lines.length - 1] = `${last}  ${item}`;
		} else lines.push(item);
	}
	return lines;
}
