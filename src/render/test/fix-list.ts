import type { Fix, Repair } from "../../model/suite-fix.ts";
import type { CheckResult, TestRun } from "../../model/suite-result.ts";
import { fixEditInWords, placeOfEdit } from "../fix-edit-words.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, placeInWords } from "../words.ts";
import { effectsInWords } from "./fix-words.ts";
import { breaksInWords } from "./repair-text.ts";
import type { ReportView } from "./report-view.ts";

/** What mends each failed assertion, with the numbers to choose by. */
export function fixListText(run: TestRun, view: ReportView): string {
	const seen = new Map<Repair, CheckResult[]>();
	for (const { checks } of run.suites) {
		for (const check of checks) {
			if (check.repair === undefined) continue;
			const own = seen.get(check.repair);
			if (own === undefined) seen.set(check.repair, [check]);
			else own.push(check);
		}
	}
	if (seen.size === 0) return "nothing to fix\n";
	const parts = [...seen].map(([repair, checks]) => partText(repair, checks, view));
	return parts.join("\n");
}

/** The edits of one fix, and what else they do. */
export function fixText({ edits, effects }: Fix, view: ReportView): string {
	const told = effects.flatMap((effect) => effectsInWords(effect, view.verbose));
	const shown = view.verbose ? told : told.slice(0, 3);
	const left = told.length - shown.length;
	const lines = [
		...edits.map(
			(edit) =>
				`    ${fixEditInWords(edit)}  ${view.style.paint("quiet", placeInWords(placeOfEdit(edit)))}`,
		),
		...shown.map((line) => `      ${line}`),
		...(left > 0 ? [`      … and ${left} more (-v shows them)`] : []),
	];
	return `${lines.join("\n")}\n`;
}

function partText(repair: Repair, checks: readonly CheckResult[], view: ReportView): string {
	const [first] = checks;
	if (first === undefined) return "";
	const more = checks.length > 1 ? ` and ${counted(checks.length - 1, "more check")}` : "";
	const where = view.style.paint("quiet", lineInWords(first.place));
	const head = `${where}  ${view.style.paint("strong", visible(first.id))}${more}\n`;
	const why = repair.why === "" ? "" : `  no fix: ${visible(repair.why)}\n`;
	const fixes = repair.fixes.map((fix) => {
		const label =
			fix.number === undefined
				? `  not without breaking ${breaksInWords(fix)}`
				: `  fix ${fix.number}`;
		return `${label}\n${fixText(fix, view)}`;
	});
	return head + why + fixes.join("");
}
