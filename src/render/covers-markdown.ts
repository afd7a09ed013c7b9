import type { Covers } from "../model/covers.ts";
import {
	converseInWords,
	coversSummary,
	effectInWords,
	exampleInWords,
	questionLine,
} from "./covers-words.ts";
import { code, paragraphs, tableOf } from "./markdown-parts.ts";
import { statementInWords } from "./statement-words.ts";

export function coversMarkdown(covers: Covers): string {
	const rows = covers.lacking.map(({ effect, line }) => {
		const { verbs, things, scope } = statementInWords(line, Number.POSITIVE_INFINITY);
		return [verbs, things, scope, effect];
	});
	return paragraphs([
		`**${covers.verdict}** — ${code(coversSummary(covers))}`,
		effectInWords(covers),
		tableOf(["Lacking", "Of", "Scope", "Effect"], rows),
		code(exampleInWords(covers)),
		...covers.shownBy.map((question) => code(questionLine(question))),
		code(converseInWords(covers)),
	]);
}
