import { createRequire } from "node:module";
import { join } from "node:path";
import { findSuites } from "../../src/load/suite/find-suites.ts";
import { loadSuite } from "../../src/load/suite/load-suite.ts";
import { openBaselines } from "../../src/load/suite/open-baselines.ts";
import { openInputs } from "../../src/load/suite/open-inputs.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Suite, SuiteProblem } from "../../src/model/suite.ts";
import type * as grants from "../../src/resolve/grants.ts";
import { baselineKey } from "../../src/suite/compile-ratchet.ts";
import type * as run from "../../src/suite/run-suite.ts";
import type * as world from "../../src/suite/suite-world.ts";
import { goldenFiles } from "../../src/suite-files/golden-files.ts";

/** A suite with all that was read for it. */
export interface OpenedSuite {
	readonly suite: Suite;
	readonly snapshot: Snapshot;
	readonly baselines: ReturnType<typeof openBaselines>["baselines"];
	readonly problems: readonly SuiteProblem[];
}

export function openSuites(folder: string): OpenedSuite[] {
	return findSuites([folder])
		.flatMap((file) => loadSuite(file))
		.map(({ suite, problems }) => {
			const inputs = openInputs(suite);
			const others = openBaselines(suite, baselineKey);
			if (inputs.snapshot === undefined) throw new Error(JSON.stringify(inputs.problems));
			const all = [...problems, ...inputs.problems, ...others.problems];
			return { suite, snapshot: inputs.snapshot, baselines: others.baselines, problems: all };
		});
}

const load = createRequire(import.meta.url);

/** What an engine in a folder of compiled files answers to a suite: a line for each check and each problem. */
export function answersOf(folder: string, opened: OpenedSuite): readonly string[] {
	const { resolveGrants } = load(join(folder, "resolve", "grants.js")) as typeof grants;
	const { suiteWorld } = load(join(folder, "suite", "suite-world.js")) as typeof world;
	const { runSuite } = load(join(folder, "suite", "run-suite.js")) as typeof run;
	const baselines = [...opened.baselines].map(
		([key, other]) =>
			[key, other && { name: other.name, grants: resolveGrants(other.snapshot) }] as const,
	);
	const { checks, problems } = runSuite(
		suiteWorld(opened.suite, {
			snapshot: opened.snapshot,
			baselines: new Map(baselines),
			goldens: goldenFiles(opened.suite),
			today: "2026-11-01",
		}),
		opened.problems,
	);
	return [
		...problems.map(({ severity, message }) => `${severity}: ${message}`),
		...checks.map(({ id, status }) => `${status}: ${id}`),
	];
}
