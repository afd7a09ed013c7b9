// A run as plain data: what schema/test-run.json and schema/test-line.json describe.
import type { SuiteProblem } from "../../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import {
	apiVersion,
	chainData,
	type Fields,
	grantData,
	missData,
	placeData,
	requestData,
	subjectData,
} from "../answer-data.ts";
import { statementData } from "../diff-data.ts";
import { visibleJson } from "../visible.ts";
import { adequacyData } from "./adequacy-data.ts";
import { tallyOf } from "./tally.ts";

/** One object for the whole run. */
export function jsonReport(run: TestRun): string {
	const { checks, passed, failed, unknown, skipped, known, errors } = tallyOf(run);
	const data: Fields = {
		apiVersion,
		kind: "TestRun",
		summary: { checks, passed, failed, unknown, skipped, knownFailures: known, errors },
		milliseconds: run.milliseconds,
		suites: run.suites.map((suite) => ({
			...headData(suite),
			description: suite.description,
			owner: suite.owner,
			docs: suite.docs,
			skipped: suite.skipped,
			tests: suite.tests.map(({ id, name, place }) => ({ id, name, place: placeData(place) })),
			problems: suite.problems.map(problemData),
			checks: suite.checks.map(checkData),
			...(suite.adequacy !== undefined && { adequacy: adequacyData(suite.adequacy) }),
		})),
	};
	return `${visibleJson(JSON.stringify(data, undefined, 2))}\n`;
}

/** A line for each problem of a suite, for each suite that was not run, for each check, and for how good they are. */
export function jsonLinesReport({ suites }: TestRun): string {
	const lines = suites.flatMap((suite): readonly Fields[] => {
		const suiteFields = { suite: headData(suite) };
		const head = (kind: string): Fields => ({ apiVersion, kind, ...suiteFields });
		return [
			...suite.problems.map((problem) => ({ ...head("TestProblem"), ...problemData(problem) })),
			...(suite.skipped === undefined ? [] : [{ ...head("SkippedSuite"), reason: suite.skipped }]),
			...suite.checks.map((check) => ({ ...head("TestCheck"), ...checkData(check) })),
			...(suite.adequacy === undefined
				? []
				: [{ ...head("TestAdequacy"), ...adequacyData(suite.adequacy) }]),
		];
	});
	return lines.map((line) => `${visibleJson(JSON.stringify(line))}\n`).join("");
}

function headData({ file, name, variant }: SuiteResult): Fields {
	return { file, name, variant };
}

function problemData({ severity, message, place }: SuiteProblem): Fields {
	return { severity, message, place: placeData(place) };
}

function checkData(check: CheckResult): Fields {
	const { id, test, title, severity, place, status, reason, failures } = check;
	return {
		...{ id, test, title, severity },
		place: placeData(place),
		...{ status, reason },
		failures: failures.map(failureData),
	};
}

function failureData(failure: CheckFailure): Fields {
	const { kind, summary, subject, witness, smallestGrant } = failure;
	return {
		...{ kind, summary },
		subject: subject && subjectData(subject),
		witness: witness && requestData(witness),
		chains: failure.chains.map(chainData),
		lines: failure.lines.map(statementData),
		size: failure.size,
		tryIt: failure.tryIt,
		nearMisses: failure.nearMisses.map(missData),
		smallestGrant: smallestGrant && grantData(smallestGrant),
		notes: failure.notes,
	};
}
