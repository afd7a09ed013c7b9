import type { DiffSide } from "../answer/diff.ts";
import type { DiffWords } from "./diff-side.ts";
import type { Io } from "./io.ts";
import { openWorld } from "./open-world.ts";
import type { CommonOptions } from "./options.ts";
import { type OpenCluster, openCluster, openDumpFile } from "./read-cluster-dump.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads one side. `otherPaths`: the paths of the other side, which a git ref alone stands for. Give it `onlyErrors` for
 * the side of the past: what is odd about it is mostly odd about the other too, and nobody mends the past.
 */
export async function openDiffSide(
	io: Io,
	options: CommonOptions,
	teller: Teller,
	words: DiffWords,
	otherPaths: readonly string[],
): Promise<DiffSide> {
	const cluster = await clusterOf(io, options, words);
	const own = words.kind === "files" ? words.filenames : [];
	const texts = words.kind === "git" ? await textsOf(words, otherPaths, teller) : undefined;
	const world = await openWorld(
		io,
		{
			...options,
			context: words.kind === "context" ? [words.context] : [],
			...(words.kind === "snapshot" && { clusterSnapshot: words.file }),
			filename: [...own, ...options.filename],
			...(texts !== undefined && { texts }),
		},
		teller,
		cluster,
	);
	cluster?.connection?.close();
	return { name: nameOf(words), grants: world.grants };
}

async function clusterOf(
	io: Io,
	options: CommonOptions,
	words: DiffWords,
): Promise<OpenCluster | undefined> {
	if (words.kind === "snapshot") return openDumpFile(words.file);
	return words.kind === "context" ? openCluster(io, options, words.context) : undefined;
}

async function textsOf(
	{ ref, paths }: Extract<DiffWords, { kind: "git" }>,
	otherPaths: readonly string[],
	teller: Teller,
): Promise<NonNullable<CommonOptions["texts"]>> {
	const wanted = paths ?? otherPaths;
	if (wanted.length === 0) {
		throw new UsageError(
			`\`git:${ref}\` needs paths: name them as \`git:${ref}:PATH\` or on the other side`,
		);
	}
	const { readGitFiles } = await import("../load/git-files.ts");
	const files = readGitFiles(ref, wanted);
	if (files.length === 0) teller.note(`${wanted.join(", ")} held no manifest at ${ref}`);
	return files;
}

function nameOf(words: DiffWords): string {
	switch (words.kind) {
		case "files":
			return words.filenames.join(", ");
		case "git":
			return words.paths === undefined ? words.ref : `${words.ref}:${words.paths.join(", ")}`;
		case "snapshot":
			return words.file;
		case "context":
			return words.context;
	}
}
