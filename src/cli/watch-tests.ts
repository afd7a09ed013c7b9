import { setTimeout as sleep } from "node:timers/promises";
import { changedFile, type FileStamps, fileStamps } from "../load/suite/file-stamps.ts";
import { findSuites } from "../load/suite/find-suites.ts";
import { type LoadedSuite, loadSuite } from "../load/suite/load-suite.ts";
import { watchedPaths } from "../load/suite/watched-paths.ts";
import { counted } from "../render/words.ts";
import type { Io } from "./io.ts";
import type { Teller } from "./teller.ts";
import { toldError } from "./told-error.ts";

interface WatchedTests {
	/** Where suites are looked for. */
	readonly paths: readonly string[];
	readonly matrix: ReadonlyMap<string, string>;
	/** Whole paths of what the runs write themselves. */
	readonly written: ReadonlySet<string>;
	readonly run: () => Promise<unknown>;
}

/**
 * Runs tests now, and again whenever a file changes that they are read from, until interrupted. Files are looked at
 * again and again: what a file system tells of itself differs from one to the next, and misses new folders.
 */
export async function watchTests(io: Io, teller: Teller, watched: WatchedTests): Promise<never> {
	for (;;) {
		const paths = watchedPaths(loadedSuites(watched));
		const stamps = (): FileStamps =>
			fileStamps([...suiteFiles(watched.paths), ...paths], watched.written);
		const before = stamps();
		try {
			await watched.run();
		} catch (error) {
			if (toldError(error, io) === undefined) throw error;
		}
		teller.note(`watching ${counted(before.size, "file")}, ^C ends`);
		const changed = await change(before, stamps);
		if (io.columns !== undefined) io.out(clear);
		const time = new Date().toTimeString().slice(0, 8);
		teller.line("");
		teller.note(`${time} ${changed} changed`);
	}
}

const clear = "\u001b[2J\u001b[H";
const rest = 200;
const settling = 50;

/** Waits for a change, and until all of it is written; returns a file that changed. */
async function change(before: FileStamps, stamps: () => FileStamps): Promise<string> {
	for (;;) {
		const started = performance.now();
		let now = stamps();
		const file = changedFile(before, now);
		if (file === undefined) {
			// Many files are looked at less often: never more than a tenth of the time.
			await sleep(Math.max(rest, 10 * (performance.now() - started)));
			continue;
		}
		for (;;) {
			await sleep(settling);
			const later = stamps();
			if (changedFile(now, later) === undefined) return file;
			now = later;
		}
	}
}

/** Suites that there are; the run tells why there is none. */
function suiteFiles(paths: readonly string[]): readonly string[] {
	try {
		return findSuites(paths);
	} catch {
		return paths;
	}
}

function loadedSuites({ paths, matrix }: WatchedTests): readonly LoadedSuite[] {
	return suiteFiles(paths).flatMap((file) => {
		try {
			return loadSuite(file, matrix);
		} catch {
			return [];
		}
	});
}
