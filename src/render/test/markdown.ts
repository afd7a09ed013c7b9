import type { MutationTally } from "../../model/suite-adequacy.ts";
import type { SuiteResult, TestRun } from "../../model/suite-result.ts";
import { paragraphs, tableOf } from "../markdown-parts.ts";
import { plainStyle } from "../style.ts";
import { counted, lineInWords, referenceInWords } from "../words.ts";
import { type Finding, findingsOf, variantInWords } from "./findings.ts";
import { summaryLine } from "./pretty.ts";
import type { ReportView } from "./report-view.ts";
import { tallyOf } from "./tally.ts";

/** So many rows of a table are shown: GitHub takes no more than a megabyte. */
const most = 50;

/** A summary for a pull request. */
export function markdownReport(run: TestRun, view: ReportView): string {
	const { failed, errors, unknown } = tallyOf(run);
	const findings = findingsOf(run);
	const known = findings.filter(({ check }) => check.status === "known-failure");
	const broken = run.suites.flatMap(({ problems }) =>
		problems
			.filter(({ severity }) => severity === "error" || view.verbose)
			.map(({ severity, message, place }) => [severity, message, lineInWords(place)]),
	);
	const skipped = run.suites.flatMap(({ file, skipped }) =>
		skipped === undefined ? [] : [[file, skipped]],
	);
	const verdict = failed + errors > 0 ? "❌" : unknown > 0 ? "❔" : "✅";
	return paragraphs([
		`### ${verdict} RBAC policy tests`,
		summaryLine(run, { ...view, style: plainStyle }),
		...table(["Problem", "What", "Where"], broken),
		...table(
			["Severity", "Test", "What", "Granted by", "Where", "Asserted at"],
			findings.filter(({ check }) => check.status !== "known-failure").map(cellsOf),
		),
		...table(
			["Known failure", "What", "Why"],
			known.map(({ suite, check, summary }) => [
				`${check.id}${variantInWords(suite)}`,
				summary,
				check.reason,
			]),
		),
		...table(["Not run", "Why"], skipped),
		...table(
			["Suite", "Rules decisive", "Mistakes noticed", "Critical ones", "Critical slack"],
			run.suites.flatMap(adequacyCells),
		),
	]);
}

function adequacyCells(suite: SuiteResult): readonly (readonly string[])[] {
	const { name, adequacy } = suite;
	if (adequacy === undefined) return [];
	const { coverage, mutation, slack } = adequacy;
	const rules = coverage?.lines.filter(({ kind }) => kind === "rule");
	const tally = (one: MutationTally | undefined): string =>
		one === undefined ? "" : `${one.killed}/${one.judged}`;
	const critical = slack?.subjects.map((one) => one.critical.length * one.subjects.length);
	return [
		[
			`${name}${variantInWords(suite)}`,
			rules === undefined
				? ""
				: `${rules.filter(({ decisive }) => decisive > 0).length}/${rules.length}`,
			tally(mutation?.all),
			tally(mutation?.critical),
			critical === undefined ? "" : String(critical.reduce((sum, one) => sum + one, 0)),
		],
	];
}

function cellsOf({ suite, check, failure, summary, places }: Finding): readonly string[] {
	const [chain] = failure?.chains ?? [];
	const [rule, assertion] = places;
	return [
		failure === undefined ? "unknown" : check.severity,
		`${check.id}${variantInWords(suite)}`,
		summary,
		chain === undefined ? "" : referenceInWords(chain.binding),
		rule === undefined || assertion === undefined ? "" : lineInWords(rule),
		lineInWords(check.place),
	];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const left = rows.length - most;
	return [
		tableOf(titles, rows.slice(0, most)),
		left > 0 ? `… and ${counted(left, "more row")}` : "",
	];
}
