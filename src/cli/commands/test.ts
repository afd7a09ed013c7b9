import { Command, Option } from "commander";
import type { TestSeverity } from "../../model/suite.ts";
import type { CheckResult, SuiteResult, TestRun } from "../../model/suite-result.ts";
import { combinedExitCode, type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { examples } from "../options.ts";
import { writeReports } from "../test-reports.ts";
import { matrixChoice, runSuites } from "../test-run.ts";
import { UsageError } from "../usage-error.ts";
import { withTestCommands } from "./test-commands.ts";

interface TestOptions {
	readonly filter: readonly string[];
	readonly reporter: readonly string[];
	readonly matrix: readonly string[];
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
	return withTestCommands(new Command("test"), io, exit)
		.summary("do the policies hold?")
		.description(
			"Runs policy tests: files named *.rolecall.yaml, which say what subjects may do, may not do, and may do at most. An assertion about something that does not exist is an error, never a pass.",
		)
		.argument("[path...]", "suites, folders with suites, or patterns (default: here)")
		.optionsGroup("Tests:")
		.option(
			"--filter <words>",
			"only checks whose suite, test or title holds these words (repeatable)",
			appended,
			[],
		)
		.option(
			"--matrix <name=value>",
			"only this value of the suites' matrix (repeatable)",
			appended,
			[],
		)
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
		)
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
		.option("-v, --verbose", "passed checks and warnings too", false)
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
			"Exits with 0 when all passed, 1 when a check failed, 2 when a suite or its input\nis wrong, 3 when a check cannot be decided, 4 when a cluster cannot be read.",
		)
		.action(async (paths: readonly string[], options: TestOptions) =>
			exit(await answer(io, paths, options)),
		);
}

async function answer(io: Io, paths: readonly string[], options: TestOptions): Promise<ExitCode> {
	const run = await runSuites(io, paths, {
		filters: options.filter,
		matrix: matrixChoice(options.matrix),
		live: options.live === true,
		kubeconfig: options.kubeconfig,
		update: options.update === true,
	});
	if (
		run.suites.every(
			({ checks, problems, skipped }) =>
				checks.length === 0 && problems.length === 0 && skipped === undefined,
		)
	) {
		throw new UsageError(
			`no check matches ${options.filter.map((one) => `\`${one}\``).join(", ")}`,
		);
	}
	await writeReports(io, options, run);
	return codeOf(run, options.failLevel);
}

const levels: readonly TestSeverity[] = ["info", "warning", "error", "critical"];

function codeOf({ suites }: TestRun, failLevel: TestSeverity): ExitCode {
	return combinedExitCode(suites.map((suite) => suiteCode(suite, failLevel)));
}

function suiteCode({ problems, checks }: SuiteResult, failLevel: TestSeverity): ExitCode {
	if (problems.some(({ severity }) => severity === "error")) return exitCodes.usage;
	const counts = ({ severity }: CheckResult): boolean =>
		levels.indexOf(severity) >= levels.indexOf(failLevel);
	const counting = checks.filter(counts);
	if (counting.some(({ status }) => status === "failed")) return exitCodes.no;
	return counting.some(({ status }) => status === "unknown") ? exitCodes.unknown : exitCodes.yes;
}
