import { type ChangedLines, changedLines } from "./changed-lines.ts";

/** Lines around a change that say where it belongs. */
const context = 3;

/** A unified diff of one file, as `git apply` and `patch -p1` take it. */
export function patchText(file: string, before: string, after: string): string {
	const [one, other] = [linesOf(before), linesOf(after)];
	const changes = changedLines(one, other);
	if (changes.length === 0) return "";
	const path = file.replace(/^(?:\.?\/)+/, "");
	const head = `--- ${quoted(`a/${path}`)}\n+++ ${quoted(`b/${path}`)}\n`;
	return (
		head +
		hunksOf(changes)
			.map((hunk) => hunkText(hunk, one, other))
			.join("")
	);
}

/** git's way to write names with a quote, a backslash or what is not printable ASCII. */
function quoted(path: string): string {
	if (/^[\x20-\x7e]*$/.test(path) && !/["\\]/.test(path))
		return path.includes(" ") ? `${path}\t` : path;
	const bytes = [...new TextEncoder().encode(path)].map((byte) => {
		const letter = String.fromCharCode(byte);
		if (letter === '"' || letter === "\\") return `\\${letter}`;
		return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : letter;
	});
	return `"${bytes.join("")}"`;
}

/** Lines with their ends; a carriage return is part of the line. */
function linesOf(text: string): readonly string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Changes whose surroundings touch are printed together. */
function hunksOf(changes: readonly ChangedLines[]): readonly (readonly ChangedLines[])[] {
	const hunks: ChangedLines[][] = [];
	for (const change of changes) {
		const last = hunks.at(-1);
		const before = last?.at(-1);
		if (last !== undefined && before !== undefined && change.from - before.to <= 2 * context) {
			last.push(change);
		} else {
			hunks.push([change]);
		}
	}
	return hunks;
}

function hunkText(
	hunk: readonly ChangedLines[],
	one: readonly string[],
	other: readonly string[],
): string {
	const first = hunk[0];
	const last = hunk.at(-1);
	if (first === undefined || last === undefined) return "";
	const lead = Math.min(context, first.from);
	const trail = Math.min(context, one.length - last.to);
	const from = first.from - lead;
	const newFrom = first.newFrom - lead;
	const head = `@@ -${spanOf(from, last.to + trail - from)} +${spanOf(newFrom, last.newTo + trail - newFrom)} @@\n`;
	let body = "";
	let at = from;
	const put = (sign: string, lines: readonly string[]): void => {
		for (const line of lines) {
			body += line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
		}
	};
	for (const change of hunk) {
		put(" ", one.slice(at, change.from));
		put("-", one.slice(change.from, change.to));
		put("+", other.slice(change.newFrom, change.newTo));
		at = change.to;
	}
	put(" ", one.slice(at, last.to + trail));
	return head + body;
}

function spanOf(from: number, count: number): string {
	const start = count === 0 ? from : from + 1;
	return count === 1 ? String(start) : `${start},${count}`;
}
