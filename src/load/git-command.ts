import { execFileSync } from "node:child_process";
import { nearest } from "../model/nearest.ts";
import { LoadError } from "./load-error.ts";

/** The commit of a branch, tag or id. Throws LoadError where there is none. */
export function commitOf(ref: string): string {
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

/** What blobs hold, all at once: a process for each would take most of the time. */
export function blobsOf(blobs: readonly string[]): readonly Buffer[] {
	if (blobs.length === 0) return [];
	const answer = git(["cat-file", "--batch"], blobs.map((blob) => `${blob}\n`).join(""));
	const found: Buffer[] = [];
	let at = 0;
	for (const blob of blobs) {
		const end = answer.indexOf(0x0a, at);
		const size = Number(answer.toString("latin1", at, end).split(" ")[2]);
		if (!Number.isInteger(size)) throw new LoadError(`git could not show the object ${blob}`);
		found.push(answer.subarray(end + 1, end + 1 + size));
		at = end + 1 + size + 1;
	}
	return found;
}

const mostBytes = 1 << 30;

/** What git says. It is only asked to show: no hook and no filter of the repository runs. */
export function git(args: readonly string[], input?: string): Buffer {
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
