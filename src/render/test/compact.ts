import type { CheckStatus, TestRun } from "../../model/suite-result.ts";
import { visible } from "../visible.ts";
import { lineInWords } from "../words.ts";
import { findingsOf, variantInWords } from "./findings.ts";
import { summaryLine } from "./pretty.ts";
import type { ReportView } from "./report-view.ts";

/** A line for each check that failed, at its assertion. */
export function compactReport(run: TestRun, view: ReportView): string {
	const found = findingsOf(run);
	const lines = run.suites.flatMap((suite) => [
		...(suite.skipped === undefined
			? []
			: [`${visible(suite.file)}: skipped: ${visible(suite.skipped)}`]),
		...suite.problems
			.filter(({ severity }) => view.verbose || severity === "error")
			.map(
				({ severity, message, place }) => `${lineInWords(place)}: ${severity}: ${visible(message)}`,
			),
		...suite.checks
			.filter(({ status }) => view.verbose || telling.has(status))
			.map((check) => {
				const own = found.filter((one) => one.check === check);
				const [first] = own;
				const more = own.length > 1 ? ` (and ${own.length - 1} more)` : "";
				const [rule] = first?.places ?? [];
				const where =
					rule === undefined || rule === check.place || first?.places.length === 1
						? ""
						: `, granted at ${lineInWords(rule)}`;
				const what = first === undefined ? check.reason : first.summary;
				const said = what === "" ? "" : `: ${visible(what)}`;
				return `${lineInWords(check.place)}: ${check.status}: ${visible(check.id)}${visible(variantInWords(suite))}${said}${more}${where}`;
			}),
	]);
	return `${[...lines, summaryLine(run, view)].join("\n")}\n`;
}

const telling: ReadonlySet<CheckStatus> = new Set(["failed", "unknown"]);
