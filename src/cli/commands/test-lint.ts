import { Command, Option } from "commander";
import { lintJson, lintText } from "../../render/test/lint.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { type Linted, lintSuites } from "../lint-suites.ts";
import { appended } from "../listed.ts";
import { matrixChoice } from "../matrix-choice.ts";
import { examples } from "../options.ts";
import { tellerOf } from "../teller.ts";

interface LintOptions {
	readonly output: "text" | "json";
	readonly matrix: readonly string[];
	readonly quiet: boolean;
	readonly color: "auto" | "always" | "never";
}

/** `rolecall test lint`: what is wrong or weak in suites. */
export function testLintCommand(io: Io, exit: (code: ExitCode) => void): Command {
	return new Command("lint")
		.summary("what is wrong or weak in suites")
		.description(
			"Tells what is wrong with suites, as a run does, and what makes them weaker than they look: checks that say the same, denials that another holds or that cannot fail, tests without an id, skips that nobody will look at again.",
		)
		.argument("[path...]", "suites, folders with suites, or patterns (default: here)")
		.option(
			"--matrix <name=value>",
			"only this value of the suites' matrix (repeatable)",
			appended,
			[],
		)
		.addOption(
			new Option("-o, --output <format>", "text|json (default: text)")
				.choices(["text", "json"])
				.default("text"),
		)
		.addOption(
			new Option("--color <when>", "auto|always|never")
				.choices(["auto", "always", "never"])
				.default("auto"),
		)
		.option("-q, --quiet", "print nothing, only exit with the code", false)
		.addHelpText("after", examples(io, ["rolecall test lint", "rolecall test lint policies/"]))
		.addHelpText(
			"after",
			"Exits with 0 when there is nothing to mend, 1 for warnings and notes, 2 for\nerrors.",
		)
		.action(async (paths: readonly string[], options: LintOptions) => {
			const linted = await lintSuites(paths, matrixChoice(options.matrix));
			tell(io, options, linted);
			exit(codeOf(linted));
		});
}

function tell(
	io: Io,
	{ output, color, quiet }: LintOptions,
	{ suites, findings, onlyRead }: Linted,
): void {
	const teller = tellerOf(io, { color, quiet, headers: true, verbose: false, strict: false });
	for (const file of onlyRead) {
		teller.note(`${file} reads a live cluster: it was read, but not held to one`);
	}
	if (quiet) return;
	io.out(output === "json" ? lintJson(suites, findings) : lintText(suites, findings, teller.view));
}

function codeOf({ findings }: Linted): ExitCode {
	if (findings.some(({ severity }) => severity === "error")) return exitCodes.usage;
	return findings.length > 0 ? exitCodes.no : exitCodes.yes;
}
