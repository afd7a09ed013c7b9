// Pieces of Markdown in which nothing from the input is obeyed.
import { visible } from "./visible.ts";

/** A table of words from the input; nothing when there are no rows. */
export function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return "";
	return lines(
		titles,
		rows.map((row) => row.map((text) => code(visible(text)))),
	);
}

/** Columns that are empty in every row are left out. */
export function lines(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	const used = titles.map((_, index) => index < 1 || rows.some((row) => row[index] !== ""));
	const line = (cells: readonly string[]): string => {
		const kept = cells.filter((_, index) => used[index]);
		// A bar ends a cell even inside a code span.
		return `| ${kept.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	};
	return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A code span whose fence is longer than any run of backticks in it. */
export function code(text: string): string {
	if (text === "") return "";
	const fence = fenceFor(text, 1);
	const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
	return fence + padding + text + padding + fence;
}

/** A sentence of a policy's author: words in backticks stay code, nothing else is obeyed. */
export function prose(text: string): string {
	return visible(text)
		.split(/(`[^`]+`)/)
		.map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\`*_~[\]<>&#|!]/g, "\\$&")))
		.join("");
}

/** A text between the tags of HTML, as in a summary, where Markdown is not read. */
export function htmlText(text: string): string {
	return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function fenced(text: string): string {
	const fence = fenceFor(text, 3);
	return `${fence}yaml\n${text}${fence}`;
}

function fenceFor(text: string, least: number): string {
	const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
	return "`".repeat(Math.max(least, ...runs.map((length) => length + 1)));
}

export function paragraphs(parts: readonly string[]): string {
	return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
