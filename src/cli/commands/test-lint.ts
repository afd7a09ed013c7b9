import { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { examples } from "../options.ts";
import { matrixChoice } from "../test-run.ts";

interface LintOptions {
	readonly matrix: readonly string[];
	readonly quiet: boolean;
	readonly color: "auto" | "always" | "never";
}

/** `rolecall test lint`: what is wrong or weak in suites. */
export function testLintCommand(io: Io, exit: (code: ExitCode) => void): Command {
	return new Command("lint");
}
