import type { FixEffect } from "../../model/suite-fix.ts";
import type { CheckResult } from "../../model/suite-result.ts";
import { fixEditInWords } from "../fix-edit-words.ts";
import { statementLine } from "../statement-words.ts";
import { visible } from "../visible.ts";
import { subjectInWords } from "../words.ts";

/** The smallest fix of a check in one line, with the command that makes it; empty without one that can be taken. */
export function smallestFixInWords({ repair }: CheckResult): string {
	const [smallest] = repair?.fixes ?? [];
	if (smallest?.command === undefined) return "";
	const { edits } = smallest;
	const [first] = edits;
	const words =
		edits.length > 1 || first === undefined ? `${edits.length} edits` : fixEditInWords(first);
	return `${words} (${visible(smallest.command)})`;
}

/** `sa:payments/worker also loses get secrets in payments`; cut short unless all is asked for. */
export function effectsInWords(
	{ subject, gains, loses }: FixEffect,
	isWhole: boolean,
): readonly string[] {
	const who = subjectInWords(subject);
	const line = (what: string, statements: FixEffect["gains"]): string => {
		const most = isWhole ? statements.length : 3;
		const shown = statements.slice(0, most).map((one) => statementLine(one, isWhole ? 20 : 4));
		const more = statements.length > most ? ` and ${statements.length - most} more` : "";
		const whole = `${who} also ${what} ${shown.join("; ")}${more}`;
		return isWhole || whole.length <= longest
			? whole
			: `${whole.slice(0, longest)}… (-v shows all)`;
	};
	return [
		...(loses.length > 0 ? [line("loses", loses)] : []),
		...(gains.length > 0 ? [line("gains", gains)] : []),
	];
}

const longest = 180;
