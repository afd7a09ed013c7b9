import type { Fix } from "../../model/suite-fix.ts";
import type { CheckResult, SuiteResult } from "../../model/suite-result.ts";
import { visible } from "../visible.ts";
import { counted, placeInWords } from "../words.ts";
import { effectsInWords, fixEditInWords, placeOfEdit } from "./fix-words.ts";
import type { ReportView } from "./report-view.ts";

/** So many subjects that a fix touches beside the one it is for are named. */
const mostEffects = 3;

/** What mends a check, below what failed; told once for the checks that are mended together. */
export function repairText(suite: SuiteResult, check: CheckResult, view: ReportView): string {
	const { repair } = check;
	if (repair === undefined) return "";
	const first = suite.checks.find((one) => one.repair === repair);
	const [smallest] = repair.fixes;
	if (first !== undefined && first !== check && !view.verbose) {
		const command = smallest?.command;
		return command === undefined ? "" : `\n  smallest fix  as above  (${visible(command)})\n`;
	}
	const lines = repair.fixes.flatMap((fix, index) => fixLines(fix, index, view));
	const why = repair.why === "" ? [] : [`  no fix      ${visible(repair.why)}`];
	const all = [...why, ...lines];
	return all.length === 0 ? "" : `\n${all.join("\n")}\n`;
}

function fixLines(fix: Fix, index: number, view: ReportView): readonly string[] {
	const { edits, effects, breaks, command } = fix;
	const taken = command === undefined ? "" : `  (${visible(command)})`;
	const head =
		breaks.length > 0
			? `  nearest     ${counted(edits.length, "edit")}, but it breaks ${visible(breaks.slice(0, 2).join(", "))}${breaks.length > 2 ? ` and ${breaks.length - 2} more` : ""}`
			: index === 0
				? `  smallest fix  ${counted(edits.length, "edit")}, keeps every other check${taken}`
				: `  or          ${counted(edits.length, "edit")}${taken}`;
	const told = effects.flatMap((effect) => effectsInWords(effect, view.verbose ? 20 : 3));
	const shown = view.verbose ? told : told.slice(0, mostEffects);
	const left = told.length - shown.length;
	return [
		head,
		...edits.map(
			(edit) =>
				`      ${fixEditInWords(edit)}  ${view.style.paint("quiet", placeInWords(placeOfEdit(edit)))}`,
		),
		...shown.map((line) => `        ${line}`),
		...(left > 0 ? [`        … and ${left} more (-v shows them)`] : []),
	];
}
