import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** One side of `diff` as typed. */
export type DiffWords =
	| { readonly kind: "files"; readonly filenames: readonly string[] }
	/** Without paths: the same as the other side's. */
	| { readonly kind: "git"; readonly ref: string; readonly paths: readonly string[] | undefined }
	| { readonly kind: "snapshot"; readonly file: string }
	| { readonly kind: "context"; readonly context: string };

/**
 * `git:REF`, `git:REF:PATH`, `context:NAME`, `snapshot:FILE`, `-`, or files as `-f` takes them, several with commas.
 * A file made by `rolecall snapshot` is known by what it says of itself.
 */
export function diffWords(text: string): DiffWords {
	const [prefix = "", ...rest] = text.split(":");
	const after = rest.join(":");
	if (rest.length > 0 && !existsSync(text)) {
		const words = prefixed(prefix, after);
		if (words !== undefined) return words;
	}
	if (text === "")
		throw new UsageError("a side of diff is empty: name files, git:REF or context:NAME");
	if (isSnapshot(text)) return { kind: "snapshot", file: text };
	const filenames = existsSync(text) ? [text] : text.split(",").filter((one) => one !== "");
	return { kind: "files", filenames };
}

function prefixed(prefix: string, after: string): DiffWords | undefined {
	switch (prefix) {
		case "git": {
			const [ref = "", ...path] = after.split(":");
			if (ref === "") throw new UsageError("git: takes a commit, branch or tag, as in `git:main`");
			return { kind: "git", ref, paths: path.length === 0 ? undefined : [path.join(":")] };
		}
		case "context":
			return { kind: "context", context: after };
		case "snapshot":
			return { kind: "snapshot", file: after };
		default:
			return undefined;
	}
}

/** Snapshots begin with their kind. */
function isSnapshot(file: string): boolean {
	if (!file.endsWith(".json") || !existsSync(file)) return false;
	const descriptor = openSync(file, "r");
	try {
		const bytes = Buffer.alloc(300);
		const length = readSync(descriptor, bytes, 0, bytes.length, 0);
		return /"kind":\s*"ClusterSnapshot"/.test(bytes.toString("utf8", 0, length));
	} catch {
		// A folder, or not ours to read: whoever reads it as a file says so.
		return false;
	} finally {
		closeSync(descriptor);
	}
}
