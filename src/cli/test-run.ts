import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { LoadedSuite } from "../load/suite/load-suite.ts";
import type { Suite, SuiteProblem } from "../model/suite.ts";
import type { SuiteResult, TestRun } from "../model/suite-result.ts";
import type { Check } from "../suite/claim.ts";
import { numberedFixes } from "../suite/numbered-fixes.ts";
import type { Io } from "./io.ts";
import { programName } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What to run of the suites that there are. */
export interface RunOptions {
	readonly filters: readonly string[];
	readonly matrix: ReadonlyMap<string, string>;
	readonly live: boolean;
	readonly kubeconfig: string | undefined;
	readonly update: boolean;
	/** Looks for nothing that mends what fails. */
	readonly withoutFixes?: boolean;
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
	const numbered = numberedFixes(suites, programName(io), fixWords(paths, options));
	return { suites: numbered, milliseconds: Math.round(performance.now() - started) };
}

/** What `rolecall fix` has to be given to count as this run does. */
function fixWords(paths: readonly string[], { filters, matrix }: RunOptions): readonly string[] {
	const chosen = [...matrix].map(([name, value]) => `${name}=${value}`);
	const words = [
		...paths,
		...filters.flatMap((one) => ["--filter", one]),
		...chosen.flatMap((one) => ["--matrix", one]),
	];
	return words.map((word) =>
		/^[\w./=@:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
	);
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
	if (problems.some(({ severity }) => severity === "error")) return notRun(suite, problems);
	const contexts = contextsOf(suite);
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
			[...others.baselines].map(([key, { name, snapshot }]) => [
				key,
				{ name, grants: resolveGrants(snapshot) },
			]),
		),
		goldens: goldenFiles(suite),
		today: new Date().toISOString().slice(0, 10),
	};
	let world = suiteWorld(suite, givens);
	if (options.update) {
		writeGoldens(io, world);
		world = suiteWorld(suite, { ...givens, goldens: goldenFiles(suite) });
	}
	const result = runSuite(world, all, filterOf(suite, options.filters));
	const hasFailed = result.checks.some(({ status }) => status === "failed");
	if (!hasFailed || options.withoutFixes === true) return result;
	const { withFixes } = await import("../suite/fixes.ts");
	return withFixes(result, world);
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
