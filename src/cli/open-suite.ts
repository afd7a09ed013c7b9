import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { Suite, SuiteProblem } from "../model/suite.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";

/** A suite with its inputs and baselines read; no world where they could not be. */
export interface OpenedSuite {
	readonly world: SuiteWorld | undefined;
	readonly problems: readonly SuiteProblem[];
}

/** Reads all that a suite names. `live` are the dumps of its clusters, `goldens` its golden files. */
export async function openSuite(
	suite: Suite,
	live: ReadonlyMap<string, ClusterDump>,
	goldens: SuiteWorld["goldens"],
): Promise<OpenedSuite> {
	const [{ openInputs }, { openBaselines }, { baselineKey }, { suiteWorld }, { resolveGrants }] =
		await Promise.all([
			import("../load/suite/open-inputs.ts"),
			import("../load/suite/open-baselines.ts"),
			import("../suite/compile-ratchet.ts"),
			import("../suite/suite-world.ts"),
			import("../resolve/grants.ts"),
		]);
	const { snapshot, problems } = openInputs(suite, live);
	if (snapshot === undefined) return { world: undefined, problems };
	const others = openBaselines(suite, baselineKey, live);
	const baselines = new Map(
		[...others.baselines].map(([key, { name, snapshot: side }]) => [
			key,
			{ name, grants: resolveGrants(side) },
		]),
	);
	const today = new Date().toISOString().slice(0, 10);
	const world = suiteWorld(suite, { snapshot, baselines, goldens, today });
	return { world, problems: [...problems, ...others.problems] };
}
