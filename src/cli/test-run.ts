import type { ClusterDump } from "../load/live/cluster-dump.ts";
import type { LoadedSuite } from "../load/suite/load-suite.ts";
import type { SuiteProblem } from "../model/suite.ts";
import type { SuiteResult, TestRun } from "../model/suite-result.ts";
import { visible } from "../render/visible.ts";
import type { CheckFilter } from "../suite/check-filter.ts";
import { numberedFixes } from "../suite/numbered-fixes.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { isCI } from "../suite-files/is-ci.ts";
import { liveContexts } from "../suite-files/live-contexts.ts";
import { notRun } from "../suite-files/not-run.ts";
import type { Bail } from "./bail.ts";
import type { Io } from "./io.ts";
import { checkMatrixChoice } from "./matrix-choice.ts";
import { programName } from "./options.ts";
import { type Progress, progressOn } from "./progress.ts";
import { type Shard, shardOf } from "./shard.ts";
import { noteBail, noteFocus, noteShard } from "./test-notes.ts";

/** What to run of the suites that there are. */
export interface RunOptions {
	readonly filters: readonly CheckFilter[];
	/** The same as they were given. */
	readonly filterWords: readonly string[];
	readonly matrix: ReadonlyMap<string, string>;
	readonly shard: Shard | undefined;
	readonly bail: Bail;
	readonly live: boolean;
	readonly kubeconfig: string | undefined;
	readonly update: boolean;
	/** Reports of how good the checks are. */
	readonly coverage: boolean;
	readonly mutation: boolean;
	readonly slack: boolean;
	/** Tells what the reports do not say. */
	readonly note: (text: string) => void;
	/** Looks for nothing that mends what fails. */
	readonly withoutFixes?: boolean;
}

/** Finds, reads and runs suites, one after the other. */
export async function runSuites(
	io: Io,
	paths: readonly string[],
	options: RunOptions,
): Promise<TestRun> {
	const started = performance.now();
	const wanted = await wantedSuites(paths, options);
	const { bail } = options;
	const progress = progressOn(io);
	const suites: SuiteResult[] = [];
	try {
		for (const [at, loaded] of wanted.entries()) {
			const { suite } = loaded;
			if (bail.reason !== undefined) {
				suites.push({ ...notRun(suite, []), skipped: bail.reason });
				continue;
			}
			if (wanted.length > 1) {
				const name = [suite.file, ...suite.variant].join(" ");
				progress.say(`${visible(name)} (${at + 1} of ${wanted.length})`);
			}
			suites.push(await runOne(io, loaded, options, progress));
		}
	} finally {
		progress.end();
	}
	noteBail(suites, options.bail, options.note);
	const numbered = numberedFixes(suites, programName(io), fixWords(paths, options));
	return { suites: numbered, milliseconds: Math.round(performance.now() - started) };
}

async function wantedSuites(
	paths: readonly string[],
	{ matrix, filters, shard, note }: RunOptions,
): Promise<readonly LoadedSuite[]> {
	const [{ findSuites }, { loadSuite }, { mayWant }] = await Promise.all([
		import("../load/suite/find-suites.ts"),
		import("../load/suite/load-suite.ts"),
		import("../suite/check-filter.ts"),
	]);
	const files = findSuites(paths);
	const all = files.flatMap((file) => loadSuite(file, matrix));
	checkMatrixChoice(matrix, all, () => files.flatMap((file) => loadSuite(file)));
	const wanted = all.filter(
		({ suite, problems }) =>
			// The words of a broken suite are not to be relied on, not even its name.
			problems.some(({ severity }) => severity === "error") ||
			filters.every((filter) => mayWant(filter, suite)),
	);
	if (shard === undefined) return wanted;
	const own = shardOf(wanted, shard);
	noteShard(shard, own.length, wanted.length, note);
	return own;
}

/** What `rolecall fix` has to be given to count as this run does. */
function fixWords(
	paths: readonly string[],
	{ filterWords, matrix }: RunOptions,
): readonly string[] {
	const chosen = [...matrix].map(([name, value]) => `${name}=${value}`);
	const words = [
		...paths,
		...filterWords.flatMap((one) => ["--filter", one]),
		...chosen.flatMap((one) => ["--matrix", one]),
	];
	return words.map((word) =>
		/^[\w./=@:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
	);
}

async function runOne(
	io: Io,
	loaded: LoadedSuite,
	options: RunOptions,
	progress: Progress,
): Promise<SuiteResult> {
	const { suite, problems } = loaded;
	const contexts = liveContexts(suite);
	// No cluster is read for a suite that is wrong; from files it is told what else is.
	if (contexts.length > 0 && hasError(problems)) return notRun(suite, problems);
	if (contexts.length > 0 && !options.live) {
		const skipped = `it reads the live cluster ${contexts.join(", ")}: give --live`;
		return { ...notRun(suite, problems), skipped };
	}
	if (contexts.length > 0) progress.end();
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
	if (options.update && !hasError(opened.problems)) {
		progress.end();
		writeGoldens(io, world);
		world = { ...world, goldens: goldenFiles(suite) };
	}
	const { wantedBy } = await import("../suite/check-filter.ts");
	const result = runSuite(world, opened.problems, {
		wants: wantedBy(options.filters, world),
		refusesFocus: isCI(io.env("CI")),
		stopsAfter: (check) => options.bail.stopsAfter(check),
	});
	noteFocus(suite, result, options.note);
	const told = await withAdequacy(world, result, options);
	const hasFailed = result.checks.some(({ status }) => status === "failed");
	if (!hasFailed || options.withoutFixes === true) return told;
	const { withFixes } = await import("../suite/fixes.ts");
	return withFixes(told, world);
}

/** Thresholds are about the whole suite: a part of its checks is not held to them. */
async function withAdequacy(
	world: SuiteWorld,
	result: SuiteResult,
	{ coverage, mutation, slack, filters, bail }: RunOptions,
): Promise<SuiteResult> {
	const { suite } = world;
	const isPart =
		filters.length > 0 || bail.reason !== undefined || suite.tests.some(({ focus }) => focus);
	const thresholds = !isPart && suite.thresholds !== undefined;
	if (!(coverage || mutation || slack || thresholds)) return result;
	const [{ adequacyOf }, { thresholdChecks }] = await Promise.all([
		import("../adequacy/adequacy.ts"),
		import("../adequacy/threshold-checks.ts"),
	]);
	const adequacy = adequacyOf(world, result, { coverage, mutation, slack, thresholds });
	if (adequacy === undefined) return result;
	const checks =
		isPart || suite.thresholds === undefined ? [] : thresholdChecks(suite.thresholds, adequacy);
	const isTold = coverage || mutation || slack || checks.some(({ status }) => status === "failed");
	return {
		...result,
		checks: [...result.checks, ...checks],
		thresholds: checks,
		...(isTold && { adequacy }),
	};
}

/** What stops a whole suite. */
function hasError(problems: readonly SuiteProblem[]): boolean {
	return problems.some(({ severity, tests }) => severity === "error" && tests === undefined);
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
