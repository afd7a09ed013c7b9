import { Command, Option } from "commander";
import { Bail, bailLimit } from "../bail.ts";
import { checkFilters } from "../check-filters.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { matrixChoice } from "../matrix-choice.ts";
import { examples } from "../options.ts";
import { UsageError } from "../usage-error.ts";

interface FixOptions {
	readonly filter: readonly string[];
	readonly matrix: readonly string[];
	readonly live?: boolean;
	readonly kubeconfig?: string;
	readonly patch?: boolean;
	readonly dryRun?: boolean;
	readonly color: "auto" | "always" | "never";
	readonly quiet: boolean;
	readonly verbose: boolean;
}

/** `rolecall fix`: the smallest edits that make failed policy tests pass. */
export function fixCommand(io: Io, exit: (code: ExitCode) => void): Command {
	return new Command("fix")
		.summary("edit the policy so that a failed test passes")
		.description(
			"Runs policy tests and finds, for each assertion that fails, the smallest edit of the manifests with which it holds and every other check says what it says now. Without a number they are listed; with one the edit is written, comments kept, and the tests are run again: when they do not agree the files are put back.",
		)
		.argument("[number]", "the fix to make, as `test` and the list number them")
		.argument("[path...]", "suites, folders or patterns, as for `test` (default: here)")
		.optionsGroup("Tests:")
		.option("--filter <words>", "as it was given to `test` (repeatable)", appended, [])
		.option("--matrix <name=value>", "as it was given to `test` (repeatable)", appended, [])
		.option("--live", "read the clusters that suites name")
		.option("--kubeconfig <file>", "the kubeconfig for --live")
		.optionsGroup("Change:")
		.option("--patch", "print the edit as a patch for git apply, write nothing")
		.option("--dry-run", "the same as --patch")
		.optionsGroup("Output:")
		.addOption(
			new Option("--color <when>", "auto|always|never")
				.choices(["auto", "always", "never"])
				.default("auto"),
		)
		.option("-q, --quiet", "print nothing, only exit with the code", false)
		.option("-v, --verbose", "all that an edit gives or takes", false)
		.addHelpText(
			"after",
			examples(io, ["rolecall fix", "rolecall fix 1", "rolecall fix 2 rbac/ --patch | git apply"]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when nothing fails or the edit was made, 1 when something fails or\nthe edit cannot be made, 2 when the input is wrong, 4 without the cluster.",
		)
		.action(async (first: string | undefined, rest: readonly string[], options: FixOptions) =>
			exit(await fixed(io, first, rest, options)),
		);
}

async function fixed(
	io: Io,
	first: string | undefined,
	rest: readonly string[],
	options: FixOptions,
): Promise<ExitCode> {
	const number = first !== undefined && /^\d+$/.test(first) ? Number(first) : undefined;
	const paths = first === undefined || number !== undefined ? rest : [first, ...rest];
	const isPatch = options.patch === true || options.dryRun === true;
	if (isPatch && number === undefined) {
		throw new UsageError("--patch takes the number of a fix: `rolecall fix` lists them");
	}
	const { fixRun, listFixes, writeFix, printPatch } = await import("../fix-run.ts");
	const note = (): void => undefined;
	const asked = {
		filters: checkFilters(options.filter),
		filterWords: options.filter,
		...{
			matrix: matrixChoice(options.matrix),
			shard: undefined,
			bail: new Bail(bailLimit(undefined), () => false),
		},
		...{ coverage: false, mutation: false, slack: false, note },
		live: options.live === true,
		kubeconfig: options.kubeconfig,
		update: false,
	};
	const run = await fixRun(io, paths, asked, options);
	if (number === undefined) return listFixes(io, run, options);
	if (isPatch) return printPatch(io, run, number, options);
	return writeFix(io, run, number, { paths, asked }, options);
}
