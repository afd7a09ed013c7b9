import type { SuiteAdequacy } from "../model/suite-adequacy.ts";
import type { SuiteResult } from "../model/suite-result.ts";
import type { Check } from "../suite/claim.ts";
import { compileSuite } from "../suite/compile-suite.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { coverageReport } from "./coverage.ts";
import { Judge } from "./judge.ts";
import { mutationReport } from "./mutation.ts";
import { OwnSets } from "./own-sets.ts";
import { slackReport } from "./slack.ts";

/** Which reports are asked for; what the suite's thresholds need comes with them. */
export interface AdequacyWants {
	readonly coverage: boolean;
	readonly mutation: boolean;
	readonly slack: boolean;
	/** Are the suite's thresholds held to? A part of its checks is not. */
	readonly thresholds: boolean;
}

/** How good the checks of a suite are that passed; undefined when nothing is asked for, or none was run. */
export function adequacyOf(
	world: SuiteWorld,
	result: SuiteResult,
	wants: AdequacyWants,
): SuiteAdequacy | undefined {
	const thresholds = wants.thresholds ? world.suite.thresholds : undefined;
	const coverageWanted =
		wants.coverage ||
		thresholds?.ruleCoverage !== undefined ||
		thresholds?.decisiveCoverage !== undefined;
	const mutationWanted =
		wants.mutation ||
		thresholds?.mutationScore !== undefined ||
		thresholds?.criticalMutationScore !== undefined;
	const slackWanted = wants.slack || thresholds?.criticalSlack !== undefined;
	if (!(coverageWanted || mutationWanted || slackWanted) || result.checks.length === 0) {
		return undefined;
	}
	const passing = passingChecks(world, result);
	const judge = new Judge(world, new OwnSets(world.identities), passing);
	return {
		coverage: coverageWanted ? coverageReport(judge) : undefined,
		mutation: mutationWanted ? mutationReport(judge) : undefined,
		slack: slackWanted ? slackReport(world, passing) : undefined,
	};
}

/** The checks of a suite that passed when it was run. */
export function passingChecks(world: SuiteWorld, { checks }: SuiteResult): readonly Check[] {
	const passed = new Set(checks.filter(({ status }) => status === "passed").map(({ id }) => id));
	return compileSuite(world).checks.filter(({ id }) => passed.has(id));
}
