import type { SuiteProblem } from "../model/suite.ts";
import type { CheckFailure, CheckResult, SuiteResult } from "../model/suite-result.ts";
import type { Check } from "./claim.ts";
import { compileSuite } from "./compile-suite.ts";
import { violationsOf } from "./evaluate.ts";
import { explainFailure } from "./explain-failure.ts";
import { MissingRoles } from "./missing-roles.ts";
import { reasonFailure } from "./reason-failure.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Runs the tests of a suite. With an error in its words none is run: half a suite would pass for no reason. */
export function runSuite(
	world: SuiteWorld,
	problems: readonly SuiteProblem[] = [],
	wants: (check: Check) => boolean = () => true,
): SuiteResult {
	const compiled = compileSuite(world);
	const all = [...problems, ...compiled.problems];
	const missing = new MissingRoles(world);
	const isSound = all.every(({ severity }) => severity !== "error");
	const results = isSound
		? compiled.checks.filter(wants).map((check) => resultOf(check, world, missing))
		: [];
	const passing = isSound ? passingKnownFailures(world, results) : [];
	const { suite } = world;
	return {
		...{ file: suite.file, name: suite.name, description: suite.description },
		...{ owner: suite.owner, docs: suite.docs, variant: suite.variant },
		tests: suite.tests.map(({ id, name, place }) => ({ id, name, place })),
		checks: results,
		problems: [...all, ...passing],
		skipped: undefined,
	};
}

function resultOf(check: Check, world: SuiteWorld, missing: MissingRoles): CheckResult {
	const { id, title, place, severity, test } = check;
	const base = { id, test: test.id, title, severity, place };
	if (test.skip !== undefined) {
		const reason = `${test.skip.reason} (until ${test.skip.until})`;
		return { ...base, status: "skipped", reason, failures: [] };
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
	return reason === undefined ? [] : [other(reason)];
}

/** Does a check pass in a world, for the reasons that it wants? */
export function passesIn(check: Check, world: SuiteWorld): boolean {
	return (
		violationsOf(check.claim, world).length === 0 &&
		reasonFailure(check.claim, world, world.identities) === undefined &&
		new MissingRoles(world).gapOf(check) === undefined
	);
}

/** A marker on a test that passes hides the next failure. */
function passingKnownFailures(
	{ suite }: SuiteWorld,
	results: readonly CheckResult[],
): readonly SuiteProblem[] {
	return suite.tests.flatMap(({ id, knownFailure }): readonly SuiteProblem[] => {
		const own = results.filter(({ test }) => test === id);
		const isPassing = own.length > 0 && own.every(({ status }) => status === "passed");
		if (knownFailure === undefined || !isPassing) return [];
		const message = `the known failure \`${id}\` now passes: remove the marker`;
		return [{ severity: "error", message, place: knownFailure.place }];
	});
}

function other(summary: string): CheckFailure {
	return {
		...{ kind: "other", summary, subject: undefined, witness: undefined, chains: [], lines: [] },
		...{ size: "", tryIt: undefined, nearMisses: [], smallestGrant: undefined, notes: [] },
	};
}
