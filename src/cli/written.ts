import { UsageError } from "./usage-error.ts";

/** Writes a file that the user named; where that cannot be done it is theirs to mend. */
export function written(file: string, write: () => void): void {
	try {
		write();
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		const why = failures.get(code);
		if (why === undefined) throw error;
		throw new UsageError(`\`${file}\` ${why}`);
	}
}

const failures: ReadonlyMap<string, string> = new Map([
	["ENOENT", "cannot be written: its folder does not exist"],
	["ENOTDIR", "cannot be written: its folder is a file"],
	["EISDIR", "is a folder: name the file to write"],
	["EACCES", "may not be written"],
	["EPERM", "may not be written"],
	["EROFS", "may not be written"],
	["ENOSPC", "cannot be written: the disk is full"],
]);
