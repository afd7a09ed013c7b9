import { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { examples } from "../options.ts";
import { UsageError } from "../usage-error.ts";

interface SuggestCommandOptions {
	readonly most: string;
	readonly mutation?: boolean;
	readonly write?: boolean;
}

/** `rolecall test suggest`: the tests that a suite lacks. */
export function testSuggestCommand(io: Io, exit: (code: ExitCode) => void): Command {
	return new Command("suggest")
		.summary("the tests that a suite lacks")
		.description(
			"Writes the few tests that close most of what could change with no check failing, dangerous rights first, as items to paste below `tests:`. Each of them holds today: strike out what should not.",
		)
		.argument("[path...]", "suites, folders with suites, or patterns (default: here)")
		.option("--most <n>", "so many tests for each suite", "10")
		.option("--mutation", "also tell how many single mistakes are noticed, before and after")
		.option("--write", "put them into the suites, behind their own tests")
		.addHelpText(
			"after",
			examples(io, [
				"rolecall test suggest",
				"rolecall test suggest policies/ --most 3 --mutation",
				"rolecall test suggest policies/payments.rolecall.yaml --write",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 whether there was something to suggest or not, 1 when a check of a\nsuite fails, 2 when a suite or its input is wrong.",
		)
		.action(async (paths: readonly string[], { most, mutation, write }: SuggestCommandOptions) => {
			const { suggestForSuites } = await import("../suggest-for-suites.ts");
			const wants = { most: limitOf(most), mutation: mutation === true, write: write === true };
			exit(suggestForSuites(io, paths, wants));
		});
}

function limitOf(text: string): number {
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new UsageError(`--most takes a number from 1 on, found \`${text}\``);
}
