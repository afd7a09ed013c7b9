import type { Answer } from "./answer.ts";
import { rowsOf } from "./answer-rows.ts";
import type { ContextAnswer } from "./context-answer.ts";
import { csvText } from "./csv.ts";
import { dataOf, linesOf } from "./data-formats.ts";
import { visibleJson } from "./visible.ts";
import { toYaml } from "./yaml.ts";

/** One object with an item for each context. */
export function sideBySideData(items: readonly ContextAnswer[], format: "json" | "yaml"): string {
	const data = {
		apiVersion: "rolecall.dev/v1",
		kind: "Contexts",
		items: items.map(({ context, answers, error }) =>
			error === undefined
				? { context, answers: answers.map((answer) => dataOf(answer)) }
				: { context, error },
		),
	};
	return format === "yaml" ? toYaml(data) : `${visibleJson(JSON.stringify(data, undefined, 2))}\n`;
}

/** The lines of every answer, each with its context; a context that could not be read has one line. */
export function sideBySideLines(items: readonly ContextAnswer[]): string {
	const lines = items.flatMap(({ context, answers, error }) =>
		error === undefined
			? answers.flatMap((answer) => linesOf(answer).map((line) => ({ context, ...line })))
			: [{ context, error }],
	);
	return lines.map((line) => `${visibleJson(JSON.stringify(line))}\n`).join("");
}

/** One table whose first column is the context; contexts that could not be read are told on stderr only. */
export function sideBySideCsv(items: readonly ContextAnswer[], headers: boolean): string {
	const all = items.flatMap(({ context, answers }) =>
		answers.map((answer: Answer) => ({ context, ...rowsOf(answer) })),
	);
	const rows = all.flatMap((one) => one.rows.map((row) => [one.context, ...row]));
	return csvText(["context", ...(all[0]?.headers ?? [])], rows, headers);
}
