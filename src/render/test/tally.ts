import type { TestRun } from "../../model/suite-result.ts";

/** A run in numbers. */
export interface Tally {
	readonly checks: number;
	readonly passed: number;
	readonly failed: number;
	readonly unknown: number;
	readonly skipped: number;
	readonly known: number;
	/** Errors in suites and their inputs. */
	readonly errors: number;
	readonly warnings: number;
}

export function tallyOf({ suites }: TestRun): Tally {
	const checks = suites.flatMap((suite) => suite.checks);
	const count = (status: (typeof checks)[number]["status"]): number =>
		checks.filter((check) => check.status === status).length;
	const problems = suites.flatMap((suite) => suite.problems);
	return {
		checks: checks.length,
		passed: count("passed"),
		failed: count("failed"),
		unknown: count("unknown"),
		skipped: count("skipped") + suites.filter(({ skipped }) => skipped !== undefined).length,
		known: count("known-failure"),
		errors: problems.filter(({ severity }) => severity === "error").length,
		warnings: problems.filter(({ severity }) => severity === "warning").length,
	};
}
