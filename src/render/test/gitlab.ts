// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

import { fingerprint } from "../../model/fingerprint.ts";
import type { Place } from "../../model/origin.ts";
import type { TestSeverity } from "../../model/suite.ts";
import type { TestRun } from "../../model/suite-result.ts";
import { repositoryPath } from "../repository-path.ts";
import { visible, visibleJson } from "../visible.ts";
import { findingsOf, suiteKey, variantInWords } from "./findings.ts";
import type { ReportView } from "./report-view.ts";

const severities: Readonly<Record<TestSeverity, string>> = {
	critical: "blocker",
	error: "major",
	warning: "minor",
	info: "info",
};

/** What failed, for the code quality widget of a merge request. */
export function gitlabReport(run: TestRun, { at }: ReportView): string {
	const problems = run.suites.flatMap((suite) =>
		suite.problems.map(({ severity, message, place }, index) => ({
			description: visible(`${message}${variantInWords(suite)}`),
			check_name: visible(suiteKey(suite)),
			fingerprint: fingerprint([suiteKey(suite), ...suite.variant, message, String(index)]),
			severity: severities[severity],
			location: locationOf(place, at),
		})),
	);
	const failed = findingsOf(run)
		.filter(({ check }) => check.status !== "known-failure")
		.map(({ suite, check, failure, summary, places, fingerprint: print }) => ({
			description: visible(`${summary} (${check.title}${variantInWords(suite)})`),
			check_name: visible(`${suiteKey(suite)}/${check.test}`),
			fingerprint: print,
			severity: failure === undefined ? "info" : severities[check.severity],
			location: locationOf(places[0] ?? check.place, at),
		}));
	return `${visibleJson(JSON.stringify([...problems, ...failed], undefined, 2))}\n`;
}

function locationOf({ file, line }: Place, at: ReportView["at"]): object {
	return { path: visible(repositoryPath(file, at)), lines: { begin: line ?? 1 } };
}
