import type { TestSeverity } from "../../model/suite.ts";
import type { TestRun } from "../../model/suite-result.ts";
import { plainStyle } from "../style.ts";
import { lineInWords } from "../words.ts";
import { type Annotation, annotationLines } from "../workflow-commands.ts";
import { alikeRun } from "./alike-checks.ts";
import { type Finding, findingsOf, variantInWords } from "./findings.ts";
import { smallestFixInWords } from "./fix-words.ts";
import { summaryLine } from "./pretty.ts";
import type { ReportView } from "./report-view.ts";

/** Annotations where access is granted, so that they stand in the diff of a pull request. */
export function githubReport(run: TestRun, view: ReportView): string {
	const problems = run.suites.flatMap((suite) =>
		suite.problems.map(({ severity, message, place }): Annotation => {
			return { level: severity, place, title: `${suite.name}${variantInWords(suite)}`, message };
		}),
	);
	const skipped = run.suites.flatMap(({ name, file, skipped }): readonly Annotation[] =>
		skipped === undefined
			? []
			: [{ level: "notice", place: { file }, title: `${name} was not run`, message: skipped }],
	);
	const failed = findingsOf(alikeRun(run)).filter(({ check }) => check.status !== "known-failure");
	const all = [...problems, ...failed.map(annotationOf), ...skipped];
	const lines = [
		...annotationLines(all, view.at),
		summaryLine(run, { ...view, style: plainStyle }),
	];
	return `${lines.join("\n")}\n`;
}

const levels: Readonly<Record<TestSeverity, Annotation["level"]>> = {
	critical: "error",
	error: "error",
	warning: "warning",
	info: "notice",
};

function annotationOf({ suite, check, failure, summary, places }: Finding): Annotation {
	const chain = failure?.chains[0];
	const how = chain === undefined ? "" : `\ngranted by ${chain.binding.kind} ${chain.binding.name}`;
	const fix = smallestFixInWords(check);
	const mended = fix === "" ? "" : `\nsmallest fix: ${fix}`;
	const tryIt = failure?.tryIt === undefined ? "" : `\n${failure.tryIt}`;
	return {
		level: failure === undefined ? "warning" : levels[check.severity],
		place: places[0],
		title: `${check.test} (${failure === undefined ? "unknown" : check.severity})${variantInWords(suite)}`,
		message: `${summary}\n${check.title}, asserted at ${lineInWords(check.place)}${how}${tryIt}${mended}`,
	};
}
