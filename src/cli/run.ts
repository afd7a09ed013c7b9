import { CommanderError } from "commander";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { programOf } from "./program.ts";
import { errorLine } from "./teller.ts";
import { toldError } from "./told-error.ts";
import { version } from "./version.ts";

/** Runs one command line, without the program's own name, and returns its exit code. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
	let code: ExitCode = exitCodes.yes;
	const exit = (given: ExitCode): void => {
		code = given;
	};
	try {
		const program = await programOf(io, exit, args[0]);
		if (args.length === 0) program.outputHelp();
		else await program.parseAsync([...args], { from: "user" });
		return code;
	} catch (error) {
		return failed(error, args, io);
	}
}

function failed(error: unknown, args: readonly string[], io: Io): ExitCode {
	if (error instanceof CommanderError) {
		if (error.exitCode === 0) return exitCodes.yes;
		errorLine(io, reworded(error, args));
		return exitCodes.usage;
	}
	return toldError(error, io) ?? ourBug(error, io);
}

/** Commander's words as ours: one line, backticks, and what to do. */
function reworded(error: CommanderError, args: readonly string[]): string {
	const message = error.message
		.replace(/^error: /, "")
		.replace(/\s*\(Did you mean one of (.*)\?\)$/s, "; did you mean one of $1?")
		.replace(/\s*\(Did you mean (.*)\?\)$/s, "; did you mean `$1`?")
		.replaceAll("'", "`")
		.replace(/\. E/, ": e")
		.replace(/\.$/, "");
	if (
		error.code === "commander.excessArguments" &&
		args.some((arg) => /\.(?:ya?ml|json)$/.test(arg))
	) {
		return `${message}; each file takes its own -f, and a glob is quoted: -f "dir/*.yaml"`;
	}
	const isEarly = error.code === "commander.unknownOption" && args[0]?.startsWith("-") === true;
	return `${message}; ${isEarly ? "options come after the command" : "see --help"}`;
}

function ourBug(error: unknown, io: Io): ExitCode {
	const what = error instanceof Error ? error.message : String(error);
	errorLine(io, `rolecall itself failed: ${what}`);
	io.err(
		`this is a bug in rolecall ${version}: please report it with the command line and, if you may, the manifests\n`,
	);
	if (io.env("ROLECALL_DEBUG") && error instanceof Error) io.err(`${error.stack}\n`);
	else io.err("ROLECALL_DEBUG=1 shows where it failed\n");
	return exitCodes.bug;
}
