import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { LoadedSuite } from "../load/suite/load-suite.ts";
import type { Suite, SuiteProblem } from "../model/suite.ts";
import type { SuiteResult, TestRun } from "../model/suite-result.ts";
import type { Check } from "../suite/claim.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** What to run of the suites that there are. */
export interface RunOptions {
	readonly filters: readonly string[];
	readonly matrix: ReadonlyMap<string, string>;
	readonly live: boolean;
	readonly kubeconfig: string | undefined;
	readonly update: boolean;
	/** Reports of how good the checks are. */
	readonly coverage: boolean;
	readonly mutation: boolean;
	readonly slack: boolean;
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

async function runOne(
	io: Io,
	{ suite, problems }: LoadedSuite,
	options: RunOptions,
): Promise<SuiteResult> {
	const contexts = contextsOf(suite);
	// No cluster is read for a suite that is wrong; from files it is told what else is.
	if (contexts.length > 0 && hasError(problems)) return notRun(suite, problems);
	if (contexts.length > 0 && !options.live) {
		const skipped = `it reads the live cluster ${contexts.join(", ")}: give --live`;
		return { ...notRun(suite, problems), skipped };
	}
	const live = await readLive(io, contexts, options);
	const [{ openInputs }, { openBaselines }, { baselineKey }] = await Promise.all([
		import("../load/suite/open-inputs.ts"),
		import("../load/suite/open-baselines.ts"),
		import("../suite/compile-ratchet.ts"),
	]);
	const opened = openInputs(suite, live);
	if (opened.snapshot === undefined) return notRun(suite, [...problems, ...opened.problems]);
	const others = openBaselines(suite, baselineKey, live);
	const all = [...problems, ...opened.problems, ...others.problems];
	const [{ suiteWorld }, { runSuite }, { resolveGrants }, { goldenFiles, writeGoldens }] =
		await Promise.all([
			import("../suite/suite-world.ts"),
			import("../suite/run-suite.ts"),
			import("../resolve/grants.ts"),
			import("./golden-files.ts"),
		]);
	const givens = {
		snapshot: opened.snapshot,
		baselines: new Map(
			[...others.baselines].map(([key, opened]) => [
				key,
				opened && { name: opened.name, grants: resolveGrants(opened.snapshot) },
			]),
		),
		goldens: goldenFiles(suite),
		today: new Date().toISOString().slice(0, 10),
	};
	let world = suiteWorld(suite, givens);
	if (options.update && !hasError(all)) {
		writeGoldens(io, world);
		world = suiteWorld(suite, { ...givens, goldens: goldenFiles(suite) });
	}
	const result = runSuite(world, all, filterOf(suite, options.filters));
	return withAdequacy(world, result, options);
}

/** Thresholds are about the whole suite: a part of its checks is not held to them. */
async function withAdequacy(
	world: SuiteWorld,
	result: SuiteResult,
	{ coverage, mutation, slack, filters }: RunOptions,
): Promise<SuiteResult> {
	const thresholds = filters.length === 0 && world.suite.thresholds !== undefined;
	if (!(coverage || mutation || slack || thresholds)) return result;
	const [{ adequacyOf }, { thresholdChecks }] = await Promise.all([
		import("../adequacy/adequacy.ts"),
		import("../adequacy/threshold-checks.ts"),
	]);
	const adequacy = adequacyOf(world, result, { coverage, mutation, slack, thresholds });
	if (adequacy === undefined) return result;
	if (!thresholds || world.suite.thresholds === undefined) return { ...result, adequacy };
	const checks = thresholdChecks(world.suite.thresholds, adequacy);
	return { ...result, adequacy, checks: [...result.checks, ...checks], thresholds: checks };
}

function hasError(problems: readonly SuiteProblem[]): boolean {
	return problems.some(({ severity }) => severity === "error");
}

function filterOf(suite: Suite, filters: readonly string[]): (check: Check) => boolean {
	return ({ id }) => filters.every((words) => `${suite.file} ${suite.name} ${id}`.includes(words));
}

function contextsOf({ inputs, tests }: Suite): readonly string[] {
	const ofInputs = inputs.flatMap((input) => (input.kind === "live" ? [input.context.text] : []));
	const ofTests = tests.flatMap(({ assertions }) =>
		assertions.flatMap((one) =>
			"baseline" in one && one.baseline.kind === "live" ? [one.baseline.context.text] : [],
		),
	);
	return [...new Set([...ofInputs, ...ofTests])];
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

function notRun(suite: Suite, problems: readonly SuiteProblem[]): SuiteResult {
	const { file, name, description, owner, docs, variant } = suite;
	const tests = suite.tests.map(({ id, name: title, place }) => ({ id, name: title, place }));
	const base = { file, name, description, owner, docs, variant, tests };
	return { ...base, checks: [], problems, skipped: undefined };
}
