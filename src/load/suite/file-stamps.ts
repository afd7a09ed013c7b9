import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { matchGlob } from "../glob.ts";

/** By its path, what changes whenever a file is written, replaced or removed. */
export type FileStamps = ReadonlyMap<string, string>;

/** The stamps of files, of all that is in folders, and of what patterns match. `ignored` are whole paths. */
export function fileStamps(paths: Iterable<string>, ignored: ReadonlySet<string>): FileStamps {
	const found = new Map<string, string>();
	for (const path of paths) {
		for (const one of pathsMeant(path)) addStamps(one, ignored, found, new Set());
	}
	return found;
}

/** The first file of which the stamps differ. */
export function changedFile(before: FileStamps, after: FileStamps): string | undefined {
	const isChanged = (file: string): boolean => before.get(file) !== after.get(file);
	return [...after.keys(), ...before.keys()].find(isChanged);
}

function pathsMeant(path: string): readonly string[] {
	if (!/[*?[]/.test(path)) return [path];
	try {
		return [path, ...matchGlob(path)];
	} catch {
		// The run tells what is wrong with the pattern.
		return [path];
	}
}

function addStamps(
	path: string,
	ignored: ReadonlySet<string>,
	found: Map<string, string>,
	above: ReadonlySet<string>,
): void {
	if (found.has(path) || ignored.has(resolve(path))) return;
	try {
		const stat = statSync(path, { bigint: true });
		if (!stat.isDirectory()) {
			found.set(path, [stat.mtimeNs, stat.ctimeNs, stat.size, stat.ino].join(":"));
			return;
		}
		const real = realpathSync(path);
		// A link may lead back up.
		if (above.has(real)) return;
		for (const name of readdirSync(path)) {
			if (name.startsWith(".") || name === "node_modules") continue;
			addStamps(join(path, name), ignored, found, new Set([...above, real]));
		}
	} catch {
		// Not there, or gone while it was looked at: that is a state as any other.
	}
}
