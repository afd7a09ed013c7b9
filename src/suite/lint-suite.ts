import type { Suite, SuiteMarker, SuiteProblem } from "../model/suite.ts";
import type { LintFinding } from "../model/suite-lint.ts";
import { compileSuite } from "./compile-suite.ts";
import { needlessChecks } from "./needless-checks.ts";
import { runSuite } from "./run-suite.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** All that a run would tell of a suite itself, and what makes it weaker than it looks. */
export function lintSuite(
	world: SuiteWorld,
	problems: readonly SuiteProblem[],
): readonly LintFinding[] {
	const told = runSuite(world, problems).problems;
	return [
		...told,
		...withoutIds(world.suite),
		...longMarkers(world),
		...endlessExceptions(world.suite),
		...needlessChecks(compileSuite(world).checks),
	];
}

function withoutIds({ tests }: Suite): readonly LintFinding[] {
	return tests
		.filter(({ hasOwnId }) => !hasOwnId)
		.map(({ id, place }) => ({
			severity: "note",
			message: `a test without an \`id\`: reports and baselines know it as \`${id}\` only until its name or place changes`,
			place,
		}));
}

const longest = 180;

function longMarkers({ suite, today }: SuiteWorld): readonly LintFinding[] {
	const last = new Date(Date.parse(today) + longest * 86_400_000).toISOString().slice(0, 10);
	return suite.tests.flatMap(({ id, skip, knownFailure }) =>
		(
			[
				["skip", skip],
				["known failure", knownFailure],
			] as const
		).flatMap(([what, marker]) => longMarker(what, id, marker, last)),
	);
}

function longMarker(
	what: string,
	id: string,
	marker: SuiteMarker | undefined,
	last: string,
): readonly LintFinding[] {
	if (marker === undefined || marker.until <= last) return [];
	const message = `the ${what} of \`${id}\` lasts until ${marker.until}, more than ${longest} days: nobody will look again`;
	return [{ severity: "note", message, place: marker.place }];
}

function endlessExceptions({ tests }: Suite): readonly LintFinding[] {
	const exceptions = tests
		.flatMap(({ assertions }) => assertions)
		.flatMap((assertion) => ("exceptions" in assertion ? assertion.exceptions : []));
	return exceptions
		.filter(({ until }) => until === undefined)
		.map(({ reason, place }) => ({
			severity: "note",
			message: `the exception \`${reason}\` has no end: \`until\` gives it one`,
			place,
		}));
}
