import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { TestSeverity } from "../../model/suite.ts";
import type { CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { type AdequacyOptions, withAdequacyOptions } from "../adequacy-options.ts";
import { Bail, bailLimit } from "../bail.ts";
import { checkFilters } from "../check-filters.ts";
import { combinedExitCode, type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { matrixChoice } from "../matrix-choice.ts";
import { examples } from "../options.ts";
import { parseShard } from "../shard.ts";
import { tellerOf } from "../teller.ts";
import { wantedReports, writeLcov, writeReports } from "../test-reports.ts";
import { type RunOptions, runSuites } from "../test-run.ts";
import { UsageError } from "../usage-error.ts";
import { withTestCommands } from "./test-commands.ts";

interface TestOptions extends AdequacyOptions {
	readonly filter: readonly string[];
	readonly reporter: readonly string[];
	readonly matrix: readonly string[];
	readonly shard?: string;
	readonly bail?: string | boolean;
	readonly watch?: boolean;
	readonly live?: boolean;
	readonly kubeconfig?: string;
	readonly update?: boolean;
	readonly failLevel: TestSeverity;
	readonly verbose: boolean;
	readonly quiet: boolean;
	readonly color: "auto" | "always" | "never";
}

/** `rolecall test`: do the policies hold? */
export function testCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = withTestCommands(new Command("test"), io, exit)
		.summary("do the policies hold?")
		.description(
			"Runs policy tests: files named *.rolecall.yaml, which say what subjects may do, may not do, and may do at most. An assertion about something that does not exist is an error, never a pass.",
		)
		.argument("[path...]", "suites, folders with suites, or patterns (default: here)");
	return withOutput(withAdequacyOptions(withTests(command)))
		.addHelpText(
			"after",
			examples(io, [
				"rolecall test",
				"rolecall test rbac/ --filter api-basics -v",
				"rolecall test --reporter github --reporter junit=out.xml",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when all passed, 1 when a check failed, 2 when a suite or its input\nis wrong, 3 when a check cannot be decided, 4 when a cluster cannot be read,\n5 when a threshold is missed.",
		)
		.action(async (paths: readonly string[], options: TestOptions) =>
			exit(await answer(io, paths, options)),
		);
}

function withTests(command: Command): Command {
	return command
		.optionsGroup("Tests:")
		.option(
			"--filter <words>",
			"only checks whose suite, test or title holds these words; or parts joined by `;`: subject=, verb=, resource=, namespace=, test=, tag=, suite=, severity=, `*` for any text (repeatable)",
			appended,
			[],
		)
		.option(
			"--matrix <name=value>",
			"only this value of the suites' matrix (repeatable)",
			appended,
			[],
		)
		.option("--shard <i/n>", "only this of so many shares of the suites")
		.option("--bail [n]", "stop after so many failed checks (default: 1)")
		.option("--watch", "run again whenever a file of the suites changes")
		.option("--live", "read the clusters that suites name")
		.option("--kubeconfig <file>", "the kubeconfig for --live")
		.option("-u, --update", "write golden files anew")
		.addOption(
			new Option(
				"--fail-level <severity>",
				"the least severity that fails the run (default: warning)",
			)
				.choices(["info", "warning", "error", "critical"])
				.default("warning"),
		);
}

function withOutput(command: Command): Command {
	return command
		.optionsGroup("Output:")
		.option(
			"--reporter <name[=file]>",
			"pretty, compact, json, jsonl, junit, sarif, github, gitlab, tap or markdown (repeatable; default: pretty)",
			appended,
			[],
		)
		.addOption(
			new Option("--color <when>", "auto|always|never")
				.choices(["auto", "always", "never"])
				.default("auto"),
		)
		.option("-q, --quiet", "print nothing, only exit with the code", false)
		.option("-v, --verbose", "passed checks and warnings too", false);
}

async function answer(io: Io, paths: readonly string[], options: TestOptions): Promise<ExitCode> {
	const reports = wantedReports(options.reporter);
	const matrix = matrixChoice(options.matrix);
	const filters = checkFilters(options.filter);
	const shard = options.shard === undefined ? undefined : parseShard(options.shard);
	const limit = bailLimit(options.bail);
	const teller = tellerOf(io, { ...options, headers: true, strict: false });
	const run = async (): Promise<ExitCode> => {
		const choice: RunOptions = {
			...{ filters, filterWords: options.filter, matrix, shard },
			bail: new Bail(limit, (check) => counts(check, options.failLevel)),
			live: options.live === true,
			kubeconfig: options.kubeconfig,
			update: options.update === true,
			coverage: options.coverage === true || options.lcov !== undefined,
			mutation: options.mutation === true,
			slack: options.slack === true,
			note: teller.note,
		};
		const done = await runSuites(io, paths, choice);
		if (!hasChecks(done))
			await checkEmpty(io, paths, choice, [...options.filter, ...options.matrix]);
		await writeReports(io, reports, options, done);
		if (options.lcov !== undefined) await writeLcov(io, options.lcov, done);
		return codeOf(done, options.failLevel);
	};
	if (options.watch !== true) return run();
	if (options.update === true) {
		throw new UsageError("--watch would see what --update writes: leave out one of them");
	}
	const files = [options.lcov, ...reports.map(({ file }) => file)];
	const written = new Set(files.flatMap((file) => (file === undefined ? [] : resolve(file))));
	const { watchTests } = await import("../watch-tests.ts");
	return watchTests(io, teller, { paths, matrix, written, run });
}

function hasChecks({ suites }: TestRun): boolean {
	return suites.some(
		({ checks, problems, skipped }) =>
			checks.length > 0 ||
			problems.some(({ severity }) => severity === "error") ||
			skipped !== undefined,
	);
}

/** A run of nothing would pass for no reason: only a share may be empty, of a whole that is not. */
async function checkEmpty(
	io: Io,
	paths: readonly string[],
	choice: RunOptions,
	words: readonly string[],
): Promise<void> {
	const { shard, note } = choice;
	const whole = { ...choice, shard: undefined, update: false, note: () => undefined };
	const isEmpty =
		shard === undefined || (words.length > 0 && !hasChecks(await runSuites(io, paths, whole)));
	if (!isEmpty) {
		note(`shard ${shard.index}/${shard.count}: nothing was checked here`);
		return;
	}
	const given = words.map((one) => `\`${one}\``).join(", ");
	throw new UsageError(given === "" ? "the suites have no checks" : `no check matches ${given}`);
}

const levels: readonly TestSeverity[] = ["info", "warning", "error", "critical"];

function codeOf({ suites }: TestRun, failLevel: TestSeverity): ExitCode {
	return combinedExitCode(suites.map((suite) => suiteCode(suite, failLevel)));
}

function suiteCode(
	{ problems, checks, thresholds = [] }: SuiteResult,
	failLevel: TestSeverity,
): ExitCode {
	if (problems.some(({ severity }) => severity === "error")) return exitCodes.usage;
	const counting = checks.filter(
		(check) => counts(check, failLevel) && !thresholds.includes(check),
	);
	if (counting.some(({ status }) => status === "failed")) return exitCodes.no;
	if (counting.some(({ status }) => status === "unknown")) return exitCodes.unknown;
	const isMissed = thresholds.some(({ status }) => status === "failed");
	return isMissed ? exitCodes.threshold : exitCodes.yes;
}

function counts({ severity }: CheckResult, failLevel: TestSeverity): boolean {
	return levels.indexOf(severity) >= levels.indexOf(failLevel);
}
