import { blobsOf, commitOf, git } from "./git-command.ts";
import { pathPatternOf } from "./glob.ts";
import { isManifestIn } from "./sources.ts";

/** A text of a repository at one commit. */
export interface GitFile {
	/** As `git show` takes it: `main:deploy/roles.yaml`. */
	readonly file: string;
	readonly text: string;
	/** False for a file found in a folder. */
	readonly isNamed: boolean;
}

/**
 * What files, folders and patterns held at a commit, branch or tag; paths are relative to the working folder, as they
 * are for files. A path that was not there then holds nothing: it may have been added since. Throws LoadError for a
 * ref that does not exist. Git is only asked to show: no hook and no filter of the repository runs.
 */
export function readGitFiles(ref: string, paths: readonly string[]): readonly GitFile[] {
	const commit = commitOf(ref);
	const seen = new Map<string, { readonly blob: string; readonly isNamed: boolean }>();
	for (const path of paths) {
		for (const found of filesAt(commit, path)) seen.set(found.path, found);
	}
	const files = [...seen].sort(([one], [other]) => (one < other ? -1 : 1));
	const blobs = blobsOf(files.map(([, { blob }]) => blob));
	return files.map(([path, { isNamed }], i) => ({
		file: `${ref}:${path}`,
		text: blobs[i]?.toString("utf8") ?? "",
		isNamed,
	}));
}

/** Links and modules that paths mean at a commit: `readGitFiles` knows nothing of what is behind them. */
export function gitLinks(ref: string, paths: readonly string[]): readonly string[] {
	const commit = commitOf(ref);
	const found = paths.flatMap((path) => {
		const pattern = isPattern(path) ? pathPatternOf(path) : undefined;
		return listedAt(commit, path)
			.flatMap(
				(line) => /^(?:120000 blob|160000 commit) [0-9a-f]+\t([\s\S]+)$/.exec(line)?.[1] ?? [],
			)
			.filter((link) => pattern?.test(link) ?? true);
	});
	return [...new Set(found)].filter((link) => mayHoldManifests.test(link));
}

/** A manifest, or what may be a folder. */
const mayHoldManifests = /(?:\.(?:ya?ml|json)|(?:^|\/)[^./]+)$/i;

interface Found {
	readonly path: string;
	readonly blob: string;
	readonly isNamed: boolean;
}

function filesAt(commit: string, path: string): readonly Found[] {
	const files = listedAt(commit, path).flatMap(entryOf);
	if (isPattern(path)) {
		const pattern = pathPatternOf(path);
		return files
			.filter((file) => pattern.test(file.path))
			.map((file) => ({ ...file, isNamed: true }));
	}
	const isFile = files.length === 1 && files[0]?.path === path.replace(/^\.\//, "");
	if (isFile) return files.map((file) => ({ ...file, isNamed: true }));
	const paths = files.map((file) => file.path);
	return files
		.filter((file) => isManifestIn(paths, file.path))
		.map((file) => ({ ...file, isNamed: false }));
}

function isPattern(path: string): boolean {
	return /[*?[]/.test(path);
}

/** What stands in a folder, or in the one that a pattern begins with. */
function listedAt(commit: string, path: string): readonly string[] {
	const from = isPattern(path) ? path.slice(0, path.search(/[*?[]/)).replace(/[^/]*$/, "") : path;
	const listed = git(["ls-tree", "-r", "-z", commit, "--", from === "" ? "." : from]);
	return listed.toString().split("\0");
}

/** `100644 blob <id>\t<path>`; links and modules are no files of their own. */
function entryOf(line: string): readonly { readonly path: string; readonly blob: string }[] {
	const [, mode, blob, path] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
	if (blob === undefined || path === undefined || mode === "120000") return [];
	return [{ path, blob }];
}
