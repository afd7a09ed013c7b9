import type { Answer } from "./answer.ts";
import { rowsOf } from "./answer-rows.ts";
import { visible } from "./visible.ts";

/** RFC 4180, with a header line unless told otherwise. */
export function answerCsv(answer: Answer, headers: boolean): string {
	const { headers: titles, rows } = rowsOf(answer);
	return csvText(titles, rows, headers);
}

/** Rows of text as lines of fields. */
export function csvText(
	titles: readonly string[],
	rows: readonly (readonly string[])[],
	headers: boolean,
): string {
	const lines = headers ? [titles, ...rows] : rows;
	return lines.map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}

/** Spreadsheets run a field that begins like a formula; an apostrophe before it makes it a text. */
export function csvField(text: string): string {
	const shown = visible(text);
	const safe = /^\s*[=+\-@＝＋－＠]/.test(shown) ? `'${shown}` : shown;
	return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
