import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Writes a file that the user named; that it cannot be written is their matter, not our bug. */
export function writeFile(io: Io, file: string, text: string): void {
	try {
		io.writeFile(file, text);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		const why = writeFailures.get(code);
		if (why === undefined) throw error;
		throw new UsageError(`\`${file}\` ${why}`);
	}
}

const writeFailures: ReadonlyMap<string, string> = new Map([
	["ENOENT", "cannot be written: its folder does not exist"],
	["ENOTDIR", "cannot be written: its folder is a file"],
	["EISDIR", "is a folder: name the file to write"],
	["EACCES", "may not be written"],
	["EPERM", "may not be written"],
	["EROFS", "may not be written"],
	["ENOSPC", "cannot be written: the disk is full"],
]);
