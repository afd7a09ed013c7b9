import type { SuiteProblem, SuiteTest } from "../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult } from "../model/suite-result.ts";
import type { Check } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { violationsOf } from "./evaluate.ts";
import { explainFailure } from "./explain-failure.ts";
import { MissingRoles } from "./missing-roles.ts";
import { reasonFailure } from "./reason-failure.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { summaryFailure } from "./summary-failure.ts";
import { unusedExceptions } from "./unused-exceptions.ts";
import { vacuousDenials } from "./vacuous-denials.ts";

/** What of a suite is run. */
export interface RunChoice {
	/** The checks to run and to report. */
	readonly wants?: (check: Check) => boolean;
	/** A `focus` is an error: nobody sees what it leaves out. */
	readonly refusesFocus?: boolean;
	/** Asked of each result: why the checks behind it are not run any more, if they are not. */
	readonly stopsAfter?: (result: CheckResult) => string | undefined;
}

/**
 * Runs the tests of a suite. With an error in its words none is run: half a suite would pass for no reason. An error
 * that belongs to some tests stops only those.
 */
export function runSuite(
	world: SuiteWorld,
	problems: readonly SuiteProblem[] = [],
	choice: RunChoice = {},
): SuiteResult {
	const compiled = compileSuite(world);
	const { suite } = world;
	const focus = choice.refusesFocus === true ? suite.tests.filter((test) => test.focus) : [];
	const all = [...problems, ...compiled.problems, ...focus.map(refusedFocus)];
	const errors = all.filter(({ severity }) => severity === "error");
	const isSound = errors.every(({ tests }) => tests !== undefined);
	const stopped = new Set(errors.flatMap(({ tests }) => tests ?? []));
	const checks = isSound ? compiled.checks.filter(({ test }) => !stopped.has(test.id)) : [];
	const results = resultsOf(checks, world, choice);
	const passing = passingKnownFailures(checks, results, world);
	const run = new Set(results.flatMap(({ id, status }) => (status === "skipped" ? [] : [id])));
	const unused = checks
		.filter(({ id }) => run.has(id))
		.flatMap((check) => unusedExceptions(check, world));
	const vacuous = vacuousDenials(world, checks);
	return {
		...{ file: suite.file, name: suite.name, description: suite.description },
		...{ owner: suite.owner, docs: suite.docs, variant: suite.variant },
		tests: suite.tests.map(({ id, name, place }) => ({ id, name, place })),
		checks: results,
		problems: [...all, ...passing, ...unused, ...vacuous],
		skipped: undefined,
	};
}

function refusedFocus({ id, place }: SuiteTest): SuiteProblem {
	const message = `the \`focus\` of \`${id}\` leaves out the other tests, which CI must run: remove it`;
	return { severity: "error", message, place };
}

function resultsOf(
	checks: readonly Check[],
	world: SuiteWorld,
	{ wants = () => true, stopsAfter = () => undefined }: RunChoice,
): readonly CheckResult[] {
	let reason: string | undefined;
	const missing = new MissingRoles(world);
	return checks.filter(wants).map((check) => {
		if (reason !== undefined) return skipped(check, reason);
		const result = resultOf(check, world, missing);
		reason = stopsAfter(result);
		return result;
	});
}

function skipped({ id, title, place, severity, test }: Check, reason: string): CheckResult {
	const base = { id, test: test.id, title, severity, place };
	return { ...base, status: "skipped", reason, failures: [] };
}

/** The result of one check, whose words mean something. */
export function resultOf(
	check: Check,
	world: SuiteWorld,
	missing: MissingRoles = new MissingRoles(world),
): CheckResult {
	const { id, title, place, severity, test } = check;
	const base = { id, test: test.id, title, severity, place };
	if (test.skip !== undefined)
		return skipped(check, `${test.skip.reason} (until ${test.skip.until})`);
	if (!test.focus && world.suite.tests.some(({ focus }) => focus)) {
		return skipped(check, "left out: only tests with `focus: true` run");
	}
	const gap = missing.gapOf(check);
	if (gap !== undefined) return { ...base, status: "unknown", reason: gap, failures: [] };
	const failures = failuresOf(check, world);
	if (failures.length === 0) return { ...base, status: "passed", reason: "", failures };
	const known = test.knownFailure;
	if (known === undefined) return { ...base, status: "failed", reason: "", failures };
	const reason = `${known.reason} (until ${known.until})`;
	return { ...base, status: "known-failure", reason, failures };
}

function failuresOf({ claim }: Check, world: SuiteWorld): readonly CheckFailure[] {
	const violations = violationsOf(claim, world);
	if (violations.length > 0) return violations.map((one) => explainFailure(one, world));
	const reason = reasonFailure(claim, world, world.identities);
	return reason === undefined ? [] : [{ ...summaryFailure(reason.summary), ...reason }];
}

/** Does a check pass in a world, for the reasons that it wants? */
export function passesIn(check: Check, world: SuiteWorld): boolean {
	return (
		violationsOf(check.claim, world).length === 0 &&
		reasonFailure(check.claim, world, world.identities) === undefined &&
		new MissingRoles(world).gapOf(check) === undefined
	);
}

/** A marker on a test that passes hides the next failure. All checks of the test decide, also those not wanted. */
function passingKnownFailures(
	checks: readonly Check[],
	results: readonly CheckResult[],
	world: SuiteWorld,
): readonly SuiteProblem[] {
	const known = new Map(results.map((result) => [result.id, result]));
	const missing = new MissingRoles(world);
	return world.suite.tests.flatMap((test): readonly SuiteProblem[] => {
		const { id, knownFailure } = test;
		if (knownFailure === undefined) return [];
		const own = checks.filter((check) => check.test === test);
		if (!own.some((check) => known.has(check.id))) return [];
		const isPassing = own.every(
			(check) => (known.get(check.id) ?? resultOf(check, world, missing)).status === "passed",
		);
		if (!isPassing) return [];
		const message = `the known failure \`${id}\` now passes: remove the marker`;
		return [{ severity: "error", message, place: knownFailure.place }];
	});
}
