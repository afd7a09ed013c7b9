import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { LoadedSuite } from "../load/suite/load-suite.ts";
import { openBaselines } from "../load/suite/open-baselines.ts";
import { openInputs } from "../load/suite/open-inputs.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { SuiteProblem } from "../model/suite.ts";
import { resolveGrants } from "../resolve/grants.ts";
import { baselineKey } from "../suite/compile-ratchet.ts";
import { type SuiteWorld, suiteWorld } from "../suite/suite-world.ts";
import { goldenFiles } from "./golden-files.ts";

/** What a suite's tests are held to, undefined where its inputs cannot be read, and all that is wrong so far. */
export interface OpenedSuite {
	readonly world: SuiteWorld | undefined;
	readonly problems: readonly SuiteProblem[];
}

/** Other sources than the files that a suite names. */
export interface SuiteSources {
	/** The dumps of the clusters that the suite names. */
	readonly live?: ReadonlyMap<string, ClusterDump>;
	/** The policy to test in place of the suite's own inputs. */
	readonly snapshot?: Snapshot;
}

/** Reads everything that a suite names: its inputs, baselines and golden files. */
export function openSuite(
	{ suite, problems, isReadable }: LoadedSuite,
	{ live, snapshot }: SuiteSources = {},
): OpenedSuite {
	if (!isReadable) return { world: undefined, problems };
	const opened = snapshot === undefined ? openInputs(suite, live) : { snapshot, problems: [] };
	if (opened.snapshot === undefined) {
		return { world: undefined, problems: [...problems, ...opened.problems] };
	}
	const others = openBaselines(suite, baselineKey, live);
	const baselines = new Map(
		[...others.baselines].map(([key, other]) => [
			key,
			other && { name: other.name, grants: resolveGrants(other.snapshot) },
		]),
	);
	const world = suiteWorld(suite, {
		...{ snapshot: opened.snapshot, baselines, goldens: goldenFiles(suite) },
		today: new Date().toISOString().slice(0, 10),
	});
	return { world, problems: [...problems, ...opened.problems, ...others.problems] };
}
