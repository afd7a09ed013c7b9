import type { ContextAnswer } from "./context-answer.ts";
import { answerText, type Format } from "./formats.ts";
import type { View } from "./view.ts";

/** The answers of several clusters as one text. */
export async function sideBySideText(
	items: readonly ContextAnswer[],
	format: Format,
	view: View,
): Promise<string> {
	switch (format) {
		case "json":
		case "yaml":
			return (await import("./side-by-side-data.ts")).sideBySideData(items, format);
		case "ndjson":
			return (await import("./side-by-side-data.ts")).sideBySideLines(items);
		case "csv":
			return (await import("./side-by-side-data.ts")).sideBySideCsv(items, view.headers);
		case "table":
			if (items.every(isShort))
				return (await import("./text/contexts.ts")).contextsText(items, view);
			return sections(items, format, view, (context) => view.style.paint("strong", context));
		case "wide":
			return sections(items, format, view, (context) => view.style.paint("strong", context));
		case "markdown":
			return sections(items, format, view, (context) => `## ${context}\n`);
		case "sarif":
		case "github":
		case "junit":
			return (await import("./audit/audit-reports.ts")).sideBySideReport(items, format, view);
	}
}

/** A verdict fits a line; anything longer gets a section. */
function isShort({ answers }: ContextAnswer): boolean {
	return answers.every(({ kind }) => kind === "Decision");
}

async function sections(
	items: readonly ContextAnswer[],
	format: Format,
	view: View,
	heading: (context: string) => string,
): Promise<string> {
	const texts: string[] = [];
	for (const { context, answers, error } of items) {
		const parts = [];
		for (const answer of answers) parts.push(await answerText(answer, format, view));
		const body = error === undefined ? parts.join("") : `not read: ${error}\n`;
		texts.push(`${heading(context)}\n${body}`);
	}
	return texts.join("\n");
}
