import { Command } from "commander";
import { isSimpler } from "../../model/simplification.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import {
	examples,
	type ManifestOptions,
	type OutputOptions,
	withManifestOptions,
	withOutputOptions,
} from "../options.ts";
import { type Teller, tellerOf } from "../teller.ts";
import { UsageError } from "../usage-error.ts";

interface SimplifyOptions extends ManifestOptions, OutputOptions {
	readonly write?: boolean;
	readonly patch?: boolean;
	readonly dropInert?: boolean;
}

/** `rolecall simplify`: the fewest rules with the same permissions. */
export function simplifyCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("simplify")
		.summary("the fewest rules with the same permissions")
		.description(
			"The fewest rules that allow exactly what each Role and ClusterRole allows: which rules and words say nothing that others do not, which can be one, and which can never match. Every result is proved to be the same set of permissions.",
		)
		.argument("[file...]", "manifests, as with -f")
		.optionsGroup("Change:")
		.option("--write", "edit the files, comments kept")
		.option("--patch", "print a patch for git apply instead")
		.option("--drop-inert", "leave out what no request can ever match");
	return withOutputOptions(withManifestOptions(command))
		.addHelpText(
			"after",
			examples(io, [
				"rolecall simplify roles.yaml",
				"rolecall simplify -f manifests/ --patch | git apply",
				"rolecall simplify -f manifests/ --write",
				"helm template chart | rolecall simplify -",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when nothing can be simplified or all was written, 1 when something\ncan, 2 for wrong input.",
		)
		.action(async (files: readonly string[], options: SimplifyOptions) =>
			exit(await simplified(io, { ...options, filename: [...files, ...options.filename] })),
		);
}

async function simplified(io: Io, options: SimplifyOptions): Promise<ExitCode> {
	if (options.filename.length === 0) {
		throw new UsageError(
			"simplify reads manifests, never a cluster: name files, folders or - for standard input",
		);
	}
	if (options.write === true && options.patch === true) {
		throw new UsageError("--write edits the files, --patch prints what would be: give one of them");
	}
	if (options.patch === true && options.output !== undefined) {
		throw new UsageError(
			"--patch prints a patch, which is no answer for -o: leave out one of them",
		);
	}
	const teller = tellerOf(io, options);
	const { simplifyFiles } = await import("../simplify-files.ts");
	const { simplification, files } = await simplifyFiles(io, options, teller);
	if (options.write === true) {
		for (const { file, edited } of files) io.writeFile(file, edited);
	}
	if (options.patch === true) await tellPatch(io, files, teller);
	else await teller.answer({ kind: "Simplification", simplification });
	const isDone = options.write === true;
	const isLeft = simplification.roles.some(
		(role) => role.changes.length > 0 && !(isDone && isSimpler(role)),
	);
	return isLeft ? exitCodes.no : exitCodes.yes;
}

async function tellPatch(
	io: Io,
	files: readonly { readonly file: string; readonly text: string; readonly edited: string }[],
	teller: Teller,
): Promise<void> {
	if (teller.options.quiet) return;
	const { patchText } = await import("../../render/patch.ts");
	for (const { file, text, edited } of files) io.out(patchText(file, text, edited));
}
