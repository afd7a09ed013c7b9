import { clusterExitCode } from "./cluster-exit-code.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { errorLine } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** Tells an error that a person can mend, and returns its exit code; undefined for any other, which is not told. */
export function toldError(error: unknown, io: Io): ExitCode | undefined {
	if (!(error instanceof Error)) return undefined;
	const isOurs = error instanceof UsageError || isLoadError(error);
	const code = isOurs ? exitCodes.usage : clusterExitCode(error);
	if (code !== undefined) errorLine(io, error.message);
	return code;
}

/** What throws these is imported only when it is needed, so they are known by name. */
function isLoadError({ name }: Error): boolean {
	return ["LoadError", "SetTooLarge"].includes(name);
}
