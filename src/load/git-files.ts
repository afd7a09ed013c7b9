import { execFileSync } from "node:child_process";
import { nearest } from "../model/nearest.ts";
import { pathPatternOf } from "./glob.ts";
import { LoadError } from "./load-error.ts";
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
	const texts = textsOf(files.map(([, { blob }]) => blob));
	return files.map(([path, { isNamed }], i) => ({
		file: `${ref}:${path}`,
		text: texts[i] ?? "",
		isNamed,
	}));
}

function commitOf(ref: string): string {
	try {
		return git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
			.toString()
			.trim();
	} catch (error) {
		if (error instanceof LoadError) throw error;
		const names = git(["for-each-ref", "--format=%(refname:short)"]).toString().split("\n");
		const meant = nearest(ref, ["HEAD", ...names]);
		const hint = meant === undefined ? "" : `; did you mean \`git:${meant}\`?`;
		throw new LoadError(`\`${ref}\` is no commit, branch or tag of this repository${hint}`);
	}
}

interface Found {
	readonly path: string;
	readonly blob: string;
	readonly isNamed: boolean;
}

function filesAt(commit: string, path: string): readonly Found[] {
	const isPattern = /[*?[]/.test(path);
	const from = isPattern ? path.slice(0, path.search(/[*?[]/)).replace(/[^/]*$/, "") : path;
	const listed = git(["ls-tree", "-r", "-z", commit, "--", from === "" ? "." : from]);
	const files = listed.toString().split("\0").flatMap(entryOf);
	if (isPattern) {
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

/** `100644 blob <id>\t<path>`; links and modules are no files of their own. */
function entryOf(line: string): readonly { readonly path: string; readonly blob: string }[] {
	const [, mode, blob, path] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
	if (blob === undefined || path === undefined || mode === "120000") return [];
	return [{ path, blob }];
}

/** All at once: a process for each would take most of the time. */
function textsOf(blobs: readonly string[]): readonly string[] {
	if (blobs.length === 0) return [];
	const answer = git(["cat-file", "--batch"], blobs.map((blob) => `${blob}\n`).join(""));
	const texts: string[] = [];
	let at = 0;
	for (const blob of blobs) {
		const end = answer.indexOf(0x0a, at);
		const size = Number(answer.toString("latin1", at, end).split(" ")[2]);
		if (!Number.isInteger(size)) throw new LoadError(`git could not show the object ${blob}`);
		texts.push(answer.toString("utf8", end + 1, end + 1 + size));
		at = end + 1 + size + 1;
	}
	return texts;
}

const mostBytes = 1 << 30;

function git(args: readonly string[], input?: string): Buffer {
	try {
		return execFileSync("git", args, {
			input: input ?? "",
			maxBuffer: mostBytes,
			stdio: ["pipe", "pipe", "pipe"],
			env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
		});
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") {
			throw new LoadError("`git:` sides need the git command, which is not on this machine");
		}
		const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
		if (said === "") throw error;
		throw new LoadError(`git: ${said.replace(/^(?:fatal|error): /, "").split("\n", 1)[0]}`);
	}
}
