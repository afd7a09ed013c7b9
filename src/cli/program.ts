import { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { programName } from "./options.ts";
import { version } from "./version.ts";

type Declare = (io: Io, exit: (code: ExitCode) => void) => Command;

const declarations: ReadonlyMap<string, () => Promise<Declare>> = new Map([
	["can", async () => (await import("./commands/can.ts")).canCommand],
	["who-can", async () => (await import("./commands/who-can.ts")).whoCanCommand],
	["matrix", async () => (await import("./commands/matrix.ts")).matrixCommand],
	["audit", async () => (await import("./commands/audit.ts")).auditCommand],
	["test", async () => (await import("./commands/test.ts")).testCommand],
	["fix", async () => (await import("./commands/fix.ts")).fixCommand],
	["review", async () => (await import("./commands/review.ts")).reviewCommand],
	["simplify", async () => (await import("./commands/simplify.ts")).simplifyCommand],
	["snapshot", async () => (await import("./commands/snapshot.ts")).snapshotCommand],
	["diff", async () => (await import("./commands/diff.ts")).diffCommand],
	["grant-check", async () => (await import("./commands/grant-check.ts")).grantCheckCommand],
	["covers", async () => (await import("./commands/covers.ts")).coversCommand],
	["verify", async () => (await import("./commands/verify.ts")).verifyCommand],
]);

/**
 * The command line: every command with its options and help, or the asked one alone, since each file that is not
 * loaded is half a millisecond won. Nothing is read before a command runs.
 */
export async function programOf(
	io: Io,
	exit: (code: ExitCode) => void,
	asked: string | undefined,
): Promise<Command> {
	const only = declarations.get(asked ?? "");
	const loading = only === undefined ? [...declarations.values()] : [only];
	const declared = await Promise.all(loading.map((load) => load()));
	const program = new Command(programName(io))
		.description(
			"The RBAC compiler for Kubernetes: who can do what, why, and why not, exactly as the API server decides.",
		)
		.version(version, "-V, --version", "the version of rolecall")
		.helpOption("-h, --help", "this help")
		// Options belong to the command they stand after, also where one above it has the same.
		.enablePositionalOptions();
	for (const declare of declared) program.addCommand(declare(io, exit));
	for (const command of [program, ...program.commands.flatMap(withSubcommands)]) {
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

function withSubcommands(command: Command): readonly Command[] {
	return [command, ...command.commands];
}
