import type { Fix, FixEdit } from "../../model/suite-fix.ts";
import type { CheckResult, SuiteResult } from "../../model/suite-result.ts";
import { fixEditInWords, placeOfEdit } from "../fix-edit-words.ts";
import { newGrantYaml } from "../smallest-grant.ts";
import { visible } from "../visible.ts";
import { counted, placeInWords } from "../words.ts";
import { effectsInWords } from "./fix-words.ts";
import type { ReportView } from "./report-view.ts";

/** So many lines of what a fix does beside what it is for are shown. */
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
	const why = repair.why === "" ? [] : [`  no fix      ${visible(repair.why)}`];
	const lines = [...why, ...repair.fixes.flatMap((fix, index) => fixLines(fix, index, view))];
	return lines.length === 0 ? "" : `\n${lines.join("\n")}\n`;
}

/** The first checks that a fix would break. */
export function breaksInWords({ breaks }: Fix): string {
	const more = breaks.length > 2 ? ` and ${breaks.length - 2} more` : "";
	return `${visible(breaks.slice(0, 2).join(", "))}${more}`;
}

function fixLines(fix: Fix, index: number, view: ReportView): readonly string[] {
	const told = fix.effects.flatMap((effect) => effectsInWords(effect, view.verbose));
	const shown = view.verbose ? told : told.slice(0, mostEffects);
	const left = told.length - shown.length;
	return [
		headOf(fix, index),
		...fix.edits.flatMap((edit) => {
			const place = view.style.paint("quiet", placeInWords(placeOfEdit(edit)));
			return [`      ${fixEditInWords(edit)}  ${place}`, ...(index === 0 ? yamlOf(edit) : [])];
		}),
		...shown.map((line) => `        ${line}`),
		...(left > 0 ? [`        … and ${left} more (-v shows them)`] : []),
	];
}

/** New objects, to paste where they cannot be written. */
function yamlOf(edit: FixEdit): readonly string[] {
	if (edit.kind !== "grant") return [];
	const yaml = newGrantYaml(edit).trimEnd().split("\n");
	return yaml.map((line) => `        ${line}`);
}

function headOf(fix: Fix, index: number): string {
	const edits = counted(fix.edits.length, "edit");
	const label = index > 0 ? "or        " : "nearest   ";
	if (fix.breaks.length > 0) return `  ${label}  ${edits}, but it breaks ${breaksInWords(fix)}`;
	const taken = fix.command === undefined ? "" : `  (${visible(fix.command)})`;
	if (index > 0) return `  or          ${edits}${taken}`;
	return `  smallest fix  ${edits}, keeps every other check${taken}`;
}
