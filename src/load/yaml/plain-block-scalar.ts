import { type Cursor, giveUp, lineAfter, newline, nextLine, space, tab } from "./plain-cursor.ts";

interface Header {
	readonly folded: boolean;
	readonly chomp: "strip" | "clip" | "keep";
	/** The indentation of the text; 0 when its first line says. */
	readonly indent: number;
}

/** Reads `|` and `>` with the lines below, and goes on to the next line of content. */
export function readBlockScalar(cursor: Cursor, indent: number): string {
	const header = readHeader(cursor, indent);
	const lines = readLines(cursor, header.indent || firstIndent(cursor, indent));
	nextLine(cursor);
	let last = lines.length;
	while (last > 0 && lines[last - 1] === "") last--;
	// The readers differ in whether blanks at the end are text.
	if (/^\s+$/.test(lines[last - 1] ?? "")) giveUp();
	const text = lines.slice(0, last);
	const body = header.folded ? fold(text) : text.join("\n");
	if (header.chomp === "strip") return body;
	if (header.chomp === "clip") return last === 0 ? "" : `${body}\n`;
	return body + "\n".repeat(lines.length - last + (last === 0 ? 0 : 1));
}

function readHeader(cursor: Cursor, indent: number): Header {
	const { text } = cursor;
	const indicators = /[|>]([-+]?)([1-9]?)([-+]?) *(?: #.*)?$/my;
	indicators.lastIndex = cursor.at;
	const [found, before, increment, after] = indicators.exec(text) ?? giveUp();
	const chomp = `${before}${after}`;
	if (chomp.length > 1) giveUp();
	cursor.at = lineAfter(cursor, cursor.at);
	return {
		folded: found.startsWith(">"),
		chomp: chomp === "-" ? "strip" : chomp === "+" ? "keep" : "clip",
		indent: increment ? indent + Number(increment) : 0,
	};
}

/** The indentation of the first line that is not blank, which no blank line above it may exceed. */
function firstIndent(cursor: Cursor, indent: number): number {
	const { text, end } = cursor;
	let widest = 0;
	let start = cursor.at;
	for (let at = start; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === space) continue;
		if (code === tab) giveUp();
		const width = at - start;
		if (code !== newline) {
			if (width < widest) giveUp();
			return Math.max(width, indent + 1);
		}
		widest = Math.max(widest, width);
		start = at + 1;
	}
	return Math.max(widest, indent + 1);
}

function readLines(cursor: Cursor, indent: number): string[] {
	const { text, end } = cursor;
	const lines: string[] = [];
	let at = cursor.at;
	while (at < end) {
		const start = at;
		while (at - start < indent && text.charCodeAt(at) === space) at++;
		const code = text.charCodeAt(at);
		if (code === newline) {
			lines.push("");
			at++;
		} else if (at - start < indent) {
			if (code === tab) giveUp();
			at = start;
			break;
		} else {
			const next = lineAfter(cursor, at);
			lines.push(text.slice(at, text.charCodeAt(next - 1) === newline ? next - 1 : next));
			at = next;
		}
	}
	cursor.at = at;
	return lines;
}

function fold(lines: readonly string[]): string {
	let folded = "";
	let breaks = 0;
	for (const [index, line] of lines.entries()) {
		const code = line.charCodeAt(0);
		// Lines that are indented further keep their breaks; `yaml` and kubectl differ in the details.
		if (code === space || code === tab) giveUp();
		if (line === "") {
			breaks++;
		} else {
			folded += index === breaks ? "\n".repeat(breaks) : breaks === 0 ? " " : "\n".repeat(breaks);
			folded += line;
			breaks = 0;
		}
	}
	return folded;
}
