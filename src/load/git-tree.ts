import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { blobsOf, commitOf, git } from "./git-command.ts";
import { LoadError } from "./load-error.ts";

/**
 * Lets `read` look at a whole commit, for tools that want files: it stands in a temporary folder, which is gone
 * afterwards. `at` gives the place there of a path relative to the working folder. Files are written as the repository
 * holds them: attributes, hooks and filters do not count.
 */
export function withGitTree<T>(ref: string, read: (at: (path: string) => string) => T): T {
	const entries = entriesOf(commitOf(ref));
	const prefix = git(["rev-parse", "--show-prefix"]).toString().trim();
	const root = mkdtempSync(join(tmpdir(), "rolecall-git-"));
	try {
		writeTree(root, entries);
		return read((path) => {
			const inside = join(prefix, path);
			if (inside !== ".." && !inside.startsWith("../")) return join(root, inside);
			throw new LoadError(`\`${path}\` is outside of the repository: \`${ref}\` cannot hold it`);
		});
	} finally {
		rmSync(root, { recursive: true, force: true });
	}
}

interface Entry {
	readonly isLink: boolean;
	readonly blob: string;
	readonly size: number;
	readonly path: string;
}

/** `100644 blob <id> <size>\t<path>`; modules are repositories of their own. */
function entriesOf(commit: string): readonly Entry[] {
	const listed = git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit]).toString();
	return listed.split("\0").flatMap((line) => {
		const [, mode, blob, size, path] =
			/^(\d+) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
		if (blob === undefined || path === undefined || path.split("/").includes("..")) return [];
		return [{ isLink: mode === "120000", blob, size: Number(size), path }];
	});
}

/** Links last: nothing is written through them. */
function writeTree(root: string, entries: readonly Entry[]): void {
	const ordered = entries.toSorted((one, other) => Number(one.isLink) - Number(other.isLink));
	for (const batch of batchesOf(ordered)) {
		const blobs = blobsOf(batch.map(({ blob }) => blob));
		for (const [index, { path, isLink }] of batch.entries()) {
			const content = blobs[index] ?? Buffer.of();
			const file = join(root, path);
			mkdirSync(dirname(file), { recursive: true });
			if (isLink) symlinkSync(content.toString(), file);
			else writeFileSync(file, content);
		}
	}
}

const batchBytes = 1 << 26;

function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const batches: Entry[][] = [[]];
	let bytes = 0;
	for (const entry of entries) {
		if (bytes > 0 && bytes + entry.size > batchBytes) {
			batches.push([]);
			bytes = 0;
		}
		bytes += entry.size;
		batches.at(-1)?.push(entry);
	}
	return batches;
}
