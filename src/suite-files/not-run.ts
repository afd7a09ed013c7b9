import type { Suite, SuiteProblem } from "../model/suite.ts";
import type { SuiteResult } from "../model/suite-result.ts";

/** The result of a suite of which nothing was checked. */
export function notRun(suite: Suite, problems: readonly SuiteProblem[]): SuiteResult {
	const { file, name, description, owner, docs, variant } = suite;
	const tests = suite.tests.map(({ id, name: title, place }) => ({ id, name: title, place }));
	const base = { file, name, description, owner, docs, variant, tests };
	return { ...base, checks: [], problems, skipped: undefined };
}
