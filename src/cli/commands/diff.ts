import { Command, Option } from "commander";
import type { DiffSide } from "../../answer/diff.ts";
import type { Change, Diff } from "../../model/diff.ts";
import type { Subject } from "../../model/subject.ts";
import { asked } from "../asked.ts";
import { checkClusterOptions, readsCluster } from "../cluster-options.ts";
import { type DiffWords, diffWords } from "../diff-side.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { openDiffSide } from "../open-diff-side.ts";
import { openWorld } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { openCluster, openDumpFile } from "../read-cluster-dump.ts";
import { tellAround } from "../tell-around.ts";
import { type Teller, tellerOf } from "../teller.ts";
import { UsageError } from "../usage-error.ts";

type FailOn = "any" | "gained" | "lost";

interface DiffOptions extends CommonOptions {
	readonly subject: readonly string[];
	readonly failOn: FailOn;
	readonly literal?: boolean;
}

/** `rolecall diff`: who gained and lost what between two inputs? */
export function diffCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("diff")
		.summary("who gained and lost what between two inputs?")
		.description(
			"Who gained and lost what? By what they may do, not by how it is written: renamed roles, other orders and other words for the same are no difference. A side is files, a folder, - for standard input, git:REF for the same paths at that commit, a snapshot file or context:NAME. With one side the other is what -f names; with none a cluster is compared with what it would be after applying -f.",
		)
		.argument("[before]", "files, git:REF[:PATH], snapshot:FILE, context:NAME or -")
		.argument("[after]", "the same")
		.optionsGroup("Question:")
		.option(
			"--subject <subject>",
			"only sa:NAMESPACE/NAME, user:NAME or group:NAME, with all they have through groups (repeatable)",
			appended,
			[],
		)
		.addOption(
			new Option("--fail-on <what>", "exit with 1 for: any, gained or lost (default: any)")
				.choices(["any", "gained", "lost"])
				.default("any"),
		)
		.option("--literal", "count changes that no request can use as well");
	return withCommonOptions(command, ["sarif"])
		.addHelpText(
			"after",
			examples(io, [
				"rolecall diff git:main deploy/",
				"rolecall diff git:v1.4.0:charts/rbac.yaml git:v1.5.0:charts/rbac.yaml",
				"helm template chart | rolecall diff snapshot.json -",
				"rolecall diff --context prod -f manifests/",
				"rolecall diff git:origin/main -f deploy/ --fail-on gained -o markdown",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 for the same, 1 for different, 3 when what is missing may hide a\ndifference, 2 for wrong input, 4 when a cluster or snapshot cannot be read.",
		)
		.action(async (before: string | undefined, after: string | undefined, options: DiffOptions) =>
			exit(await answer(io, before, after, options)),
		);
}

async function answer(
	io: Io,
	before: string | undefined,
	after: string | undefined,
	options: DiffOptions,
): Promise<ExitCode> {
	const teller = tellerOf(io, options);
	const [old, now] =
		before === undefined
			? await afterApplying(io, options, teller)
			: await twoSides(io, options, teller, before, after);
	const { diff } = await import("../../answer/diff.ts");
	const subjects = await subjectsOf(options.subject, old, now, teller);
	const found = diff(old, now, { ...(subjects.length > 0 && { subjects }) });
	await teller.answer({ kind: "Diff", diff: found });
	tellAround(found, teller);
	return codeOf(found, options);
}

async function twoSides(
	io: Io,
	options: DiffOptions,
	teller: Teller,
	before: string,
	after: string | undefined,
): Promise<readonly [DiffSide, DiffSide]> {
	if (
		options.context.length > 0 ||
		options.clusterSnapshot !== undefined ||
		options.live === true
	) {
		throw new UsageError("a side names its cluster itself, as `context:NAME` or `snapshot:FILE`");
	}
	if (after === undefined && options.filename.length === 0) {
		throw new UsageError("diff compares two sides: name the second one, or give it with -f");
	}
	const left = diffWords(before);
	const isGiven = after !== undefined;
	const right: DiffWords = isGiven
		? diffWords(after)
		: { kind: "files", filenames: options.filename };
	// With two sides, what -f names stands on both of them.
	const common = { ...options, filename: isGiven ? options.filename : [] };
	if ([left, right].every((side) => "filenames" in side && side.filenames.includes("-"))) {
		throw new UsageError("standard input can only be one of the two sides");
	}
	// The second side first: a slip in its paths would be told as an empty past.
	const now = await openDiffSide(io, common, teller, right, pathsOf(left));
	const past = { ...common, onlyErrors: true };
	return [await openDiffSide(io, past, teller, left, pathsOf(right)), now];
}

function pathsOf(words: DiffWords): readonly string[] {
	if (words.kind === "files") return words.filenames;
	return words.kind === "git" ? (words.paths ?? []) : [];
}

/** A cluster as it is, and as it would be with the manifests applied or taken away. */
async function afterApplying(
	io: Io,
	options: DiffOptions,
	teller: Teller,
): Promise<readonly [DiffSide, DiffSide]> {
	checkClusterOptions(options);
	const { clusterSnapshot, filename, context, remove } = options;
	const isCluster = clusterSnapshot !== undefined || readsCluster(options);
	if (!isCluster || filename.length === 0) {
		throw new UsageError(
			"diff compares two sides: name them, or give a cluster and the -f to apply to it",
		);
	}
	if (context.length > 1 || options.allContexts === true) {
		throw new UsageError("diff compares two sides: name one --context");
	}
	const cluster =
		clusterSnapshot === undefined
			? await openCluster(io, options, context[0])
			: await openDumpFile(clusterSnapshot);
	const as = { ...options, filename: [], remove: false };
	const before = await openWorld(io, as, teller, cluster);
	const after = await openWorld(io, options, { ...teller, note: () => {} }, cluster);
	cluster.connection?.close();
	const name = clusterSnapshot ?? cluster.dump.context;
	const change = remove === true ? "without" : "with";
	return [
		{ name, grants: before.grants },
		{ name: `${name} ${change} ${filename.join(", ")}`, grants: after.grants },
	];
}

/** Somebody whom only one of the sides knows is known. */
async function subjectsOf(
	words: readonly string[],
	old: DiffSide,
	now: DiffSide,
	teller: Teller,
): Promise<readonly Subject[]> {
	if (words.length === 0) return [];
	const { parseSubject, whoAsks } = await import("../../answer/who-asks.ts");
	return words.map((each) => {
		const reads = [whoAsks(now.grants, each), whoAsks(old.grants, each)] as const;
		const known = reads.find((read) => "warnings" in read && read.warnings.length === 0);
		asked(known ?? reads[0], teller);
		const subject = parseSubject(each);
		if ("error" in subject) throw new UsageError(subject.error);
		return subject;
	});
}

function codeOf({ subjects, gaps }: Diff, { failOn, literal }: DiffOptions): ExitCode {
	const counts = ({ effect }: Change): boolean => literal === true || effect !== "inert";
	const isFound = subjects.some(
		({ gained, lost }) =>
			(failOn !== "lost" && gained.some(counts)) || (failOn !== "gained" && lost.some(counts)),
	);
	if (isFound) return exitCodes.no;
	return gaps.length > 0 ? exitCodes.unknown : exitCodes.yes;
}
