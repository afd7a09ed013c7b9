import type { Answer } from "./answer.ts";
import { rowsOf } from "./answer-rows.ts";
import type { ContextAnswer } from "./context-answer.ts";
import { csvText } from "./csv.ts";
import { dataOf, linesOf } from "./data-formats.ts";
import { visibleJson } from "./visible.ts";
import { toYaml } from "./yaml.ts";

const apiVersion = "rolecall.dev/v1";

/** One object with an item for each context. */
export function sideBySideData(items: readonly ContextAnswer[], format: "json" | "yaml"): string {
	const data = {
		apiVersion,
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
			? answers.flatMap((answer) => linesOf(answer).map((line) => ({ ...line, context })))
			: [{ apiVersion, kind: "ContextError", context, error }],
	);
	return lines.map((line) => `${visibleJson(JSON.stringify(line))}\n`).join("");
}

/** One table whose first column is the context; contexts that could not be read are told on stderr only. */
export function sideBySideCsv(items: readonly ContextAnswer[], headers: boolean): string {
	const all = items.flatMap(({ context, answers }) =>
		answers.map((answer: Answer) => ({ context, ...rowsOf(answer) })),
	);
	// One cluster may have verbs that another has not.
	const columns = [...new Set(all.flatMap((one) => one.headers))];
	const rows = all.flatMap((one) => {
		const places = columns.map((column) => one.headers.indexOf(column));
		return one.rows.map((row) => [one.context, ...places.map((place) => row[place] ?? "")]);
	});
	return csvText(["context", ...columns], rows, headers);
}
