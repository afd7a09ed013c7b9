import { Command } from "commander";
import { canCommand } from "./commands/can.ts";
import { matrixCommand } from "./commands/matrix.ts";
import { reviewCommand } from "./commands/review.ts";
import { whoCanCommand } from "./commands/who-can.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { programName } from "./options.ts";
import { version } from "./version.ts";

/** The command line: every command with its options and help. Nothing is read before a command runs. */
export function programOf(io: Io, exit: (code: ExitCode) => void): Command {
	const program = new Command(programName(io))
		.description(
			"The RBAC compiler for Kubernetes: who can do what, why, and why not, exactly as the API server decides.",
		)
		.version(version, "-V, --version", "the version of rolecall")
		.helpOption("-h, --help", "this help");
	for (const declare of [canCommand, whoCanCommand, matrixCommand, reviewCommand]) {
		program.addCommand(declare(io, exit));
	}
	for (const command of [program, ...program.commands]) {
		command
			.helpOption("-h, --help", "this help")
			.exitOverride()
			// Descriptions name their default themselves, in words.
			.configureHelp({
				optionDescription: ({ description }) => description,
				subcommandTerm: (subcommand) => subcommand.name(),
			})
			.configureOutput({
				writeOut: io.out,
				// Commander's own errors are said in our words, by run.ts.
				writeErr: () => {},
				getOutHelpWidth: () => io.columns ?? 80,
				getErrHelpWidth: () => io.columns ?? 80,
			});
	}
	return program;
}
