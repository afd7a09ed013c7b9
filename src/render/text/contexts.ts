import type { Decision } from "../../model/answer.ts";
import type { ContextAnswer } from "../context-answer.ts";
import { type Cell, table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { gapInWords, referenceInWords } from "../words.ts";

/** The verdicts of several clusters, a line each. */
export function contextsText(items: readonly ContextAnswer[], view: View): string {
	const columns = [
		{ title: "CONTEXT", fixed: true },
		{ title: "VERDICT", fixed: true },
		{ title: "BECAUSE" },
	];
	return table(columns, items.flatMap(rowsFor), view);
}

function rowsFor({ context, answers, error }: ContextAnswer): readonly (readonly Cell[])[] {
	const name = visible(context);
	if (error !== undefined) {
		return [[name, { text: "not read", look: "warning" }, visible(error)]];
	}
	return answers.flatMap((answer) => {
		if (answer.kind !== "Decision") return [];
		const { verdict } = answer.decision;
		return [[name, { text: verdict, look: verdict }, because(answer.decision)]];
	});
}

function because({ verdict, chains, gaps, nearMisses, notes }: Decision): string {
	const [chain] = chains;
	const [gap] = gaps;
	const [miss] = nearMisses;
	switch (verdict) {
		case "yes": {
			if (chain === undefined) return visible(notes[0] ?? "");
			const more = chains.length > 1 ? `, and ${chains.length - 1} more` : "";
			return `${referenceInWords(chain.binding)} → ${referenceInWords(chain.role)}${more}`;
		}
		case "unknown":
			return gap === undefined ? "" : gapInWords(gap).what;
		case "no":
			return miss === undefined ? "nothing comes near it" : `nearest: ${visible(miss.hint)}`;
	}
}
