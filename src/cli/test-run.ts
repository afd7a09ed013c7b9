import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { LoadedSuite } from "../load/suite/load-suite.ts";
import type { Suite } from "../model/suite.ts";
import type { SuiteResult, TestRun } from "../model/suite-result.ts";
import type { Check } from "../suite/claim.ts";
import { liveContexts } from "../suite-files/live-contexts.ts";
import { notRun } from "../suite-files/not-run.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** What to run of the suites that there are. */
export interface RunOptions {
	readonly filters: readonly string[];
	readonly matrix: ReadonlyMap<string, string>;
	readonly live: boolean;
	readonly kubeconfig: string | undefined;
	readonly update: boolean;
}

/** Finds, reads and runs suites, one after the other. */
export async function runSuites(
	io: Io,
	paths: readonly string[],
	options: RunOptions,
): Promise<TestRun> {
	const [{ findSuites }, { loadSuite }] = await Promise.all([
		import("../load/suite/find-suites.ts"),
		import("../load/suite/load-suite.ts"),
	]);
	const started = performance.now();
	const suites: SuiteResult[] = [];
	for (const file of findSuites(paths)) {
		for (const loaded of loadSuite(file, options.matrix)) {
			suites.push(await runOne(io, loaded, options));
		}
	}
	return { suites, milliseconds: Math.round(performance.now() - started) };
}

/** `env=prod`. */
export function matrixChoice(words: readonly string[]): ReadonlyMap<string, string> {
	return new Map(
		words.map((word) => {
			const [name = "", ...value] = word.split("=");
			if (value.length === 0) throw new UsageError(`--matrix takes NAME=VALUE, found \`${word}\``);
			return [name, value.join("=")];
		}),
	);
}

async function runOne(io: Io, loaded: LoadedSuite, options: RunOptions): Promise<SuiteResult> {
	const { suite, problems } = loaded;
	if (problems.some(({ severity }) => severity === "error")) return notRun(suite, problems);
	const contexts = liveContexts(suite);
	if (contexts.length > 0 && !options.live) {
		const skipped = `it reads the live cluster ${contexts.join(", ")}: give --live`;
		return { ...notRun(suite, problems), skipped };
	}
	const live = await readLive(io, contexts, options);
	const [{ openSuite }, { runSuite }, { goldenFiles }, { writeGoldens }] = await Promise.all([
		import("../suite-files/open-suite.ts"),
		import("../suite/run-suite.ts"),
		import("../suite-files/golden-files.ts"),
		import("./write-goldens.ts"),
	]);
	const opened = openSuite(loaded, { live });
	if (opened.world === undefined) return notRun(suite, opened.problems);
	let { world } = opened;
	if (options.update) {
		writeGoldens(io, world);
		world = { ...world, goldens: goldenFiles(suite) };
	}
	return runSuite(world, opened.problems, filterOf(suite, options.filters));
}

function filterOf(suite: Suite, filters: readonly string[]): (check: Check) => boolean {
	return ({ id }) => filters.every((words) => `${suite.file} ${suite.name} ${id}`.includes(words));
}

async function readLive(
	io: Io,
	contexts: readonly string[],
	{ kubeconfig }: RunOptions,
): Promise<ReadonlyMap<string, ClusterDump>> {
	const { openCluster } = await import("./read-cluster-dump.ts");
	const dumps = new Map<string, ClusterDump>();
	for (const context of contexts) {
		const options = {
			context: [context],
			filename: [],
			...(kubeconfig !== undefined && { kubeconfig }),
		};
		const { dump, connection } = await openCluster(io, options, context);
		connection?.close();
		dumps.set(context, dump);
	}
	return dumps;
}
