import { percentInWords, percentOf } from "../model/percent.ts";
import type { SuiteThresholds } from "../model/suite.ts";
import type { CoverageReport, MutationTally, SuiteAdequacy } from "../model/suite-adequacy.ts";
import type { CheckResult } from "../model/suite-result.ts";
import { summaryFailure } from "../suite/summary-failure.ts";

/** Each threshold of a suite as a check: it holds, or the tests are not as good as they have to be. */
export function thresholdChecks(
	thresholds: SuiteThresholds,
	{ coverage, mutation, slack }: SuiteAdequacy,
): readonly CheckResult[] {
	const shares: readonly (readonly [string, number | undefined, number])[] = [
		["rule coverage", thresholds.ruleCoverage, touchedShare(coverage)],
		["decisive coverage", thresholds.decisiveCoverage, decisiveShare(coverage)],
		["mutation score", thresholds.mutationScore, scoreOf(mutation?.all)],
		["critical mutation score", thresholds.criticalMutationScore, scoreOf(mutation?.critical)],
	];
	const { place, criticalSlack: most } = thresholds;
	const checks = shares.flatMap(([name, wanted, found]) =>
		wanted === undefined
			? []
			: [
					checkOf(
						place,
						`${name} at least ${wanted} %`,
						found >= wanted,
						`the ${name} is ${percentInWords(found)}`,
					),
				],
	);
	if (most === undefined) return checks;
	const critical =
		slack?.subjects.reduce((sum, one) => sum + one.critical.length * one.subjects.length, 0) ?? 0;
	const found = `${critical} dangerous rights could be gained with no check failing (--slack lists them)`;
	return [...checks, checkOf(place, `critical slack at most ${most}`, critical <= most, found)];
}

function checkOf(
	place: SuiteThresholds["place"],
	title: string,
	passes: boolean,
	found: string,
): CheckResult {
	return {
		...{ id: `thresholds › ${title}`, test: "thresholds", title, severity: "error", place },
		...{
			status: passes ? "passed" : "failed",
			reason: "",
			failures: passes ? [] : [summaryFailure(found)],
		},
	};
}

function touchedShare(coverage: CoverageReport | undefined): number {
	const rules = coverage?.lines.filter(({ kind }) => kind === "rule") ?? [];
	return percentOf(rules.filter(({ touched }) => touched).length, rules.length);
}

/** Rules whose loss nobody would feel are no fault of the tests. */
function decisiveShare(coverage: CoverageReport | undefined): number {
	const rules =
		coverage?.lines.filter(({ kind, redundant }) => kind === "rule" && !redundant) ?? [];
	return percentOf(rules.filter(({ decisive }) => decisive > 0).length, rules.length);
}

function scoreOf(tally: MutationTally | undefined): number {
	return percentOf(tally?.killed ?? 0, tally?.judged ?? 0);
}
