import { type ChangedLines, changedLines } from "./changed-lines.ts";

/** Lines around a change that say where it belongs. */
const context = 3;

/** A unified diff of one file, as `git apply` and `patch -p1` take it. */
export function patchText(file: string, before: string, after: string): string {
	const one = linesOf(before);
	const other = linesLike(after, before, one);
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

/** The lines of a text, those that it begins and ends with in common with another one as the same values. */
function linesLike(text: string, other: string, otherLines: readonly string[]): readonly string[] {
	const head = sharedStart(text, other);
	let from = 0;
	let start = 0;
	for (const { length } of otherLines) {
		if (start + length > head || other[start + length - 1] !== "\n") break;
		start += length;
		from += 1;
	}
	const tail = sharedEnd(text.slice(start), other.slice(start));
	let to = otherLines.length;
	let end = text.length;
	for (; to > from; to -= 1) {
		const before = end - (otherLines[to - 1]?.length ?? 0);
		// The line break above is shared too, so that a line begins here in both.
		if (text.length - before >= tail) break;
		end = before;
	}
	return [
		...otherLines.slice(0, from),
		...linesOf(text.slice(start, end)),
		...otherLines.slice(to),
	];
}

const longestStep = 2 ** 20;

/** How many characters two texts have in common at their start. */
function sharedStart(one: string, other: string): number {
	const most = Math.min(one.length, other.length);
	let at = 0;
	for (let step = longestStep; step >= 1; step /= 2) {
		while (at + step <= most && one.slice(at, at + step) === other.slice(at, at + step)) at += step;
	}
	return at;
}

/** The same at their end. */
function sharedEnd(one: string, other: string): number {
	const most = Math.min(one.length, other.length);
	const isSame = (from: number, to: number): boolean =>
		one.slice(one.length - to, one.length - from) ===
		other.slice(other.length - to, other.length - from);
	let at = 0;
	for (let step = longestStep; step >= 1; step /= 2) {
		while (at + step <= most && isSame(at, at + step)) at += step;
	}
	return at;
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
