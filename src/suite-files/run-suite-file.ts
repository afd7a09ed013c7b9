import { type LoadedSuite, loadSuite } from "../load/suite/load-suite.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { SuiteResult } from "../model/suite-result.ts";
import { runSuite } from "../suite/run-suite.ts";
import { liveContexts } from "./live-contexts.ts";
import { notRun } from "./not-run.ts";
import { openSuite } from "./open-suite.ts";

export interface SuiteFileOptions {
	/** What the file holds, where it is not to be read. */
	readonly text?: string;
	/** The policy to test in place of the suite's own inputs. */
	readonly snapshot?: Snapshot;
	/** Is `focus` on a test an error, as in CI? */
	readonly refusesFocus?: boolean;
}

/** Runs the tests of a suite file, once for each choice of its matrix values; one that reads a cluster is skipped. */
export function runSuiteFile(
	file: string,
	{ text, snapshot, refusesFocus = false }: SuiteFileOptions = {},
): readonly SuiteResult[] {
	return loadSuite(file, new Map(), text).map((loaded) => resultOf(loaded, snapshot, refusesFocus));
}

function resultOf(
	loaded: LoadedSuite,
	snapshot: Snapshot | undefined,
	refusesFocus: boolean,
): SuiteResult {
	const { suite, problems } = loaded;
	if (problems.some(({ severity }) => severity === "error")) return notRun(suite, problems);
	const own = snapshot === undefined ? suite : { ...suite, inputs: [] };
	const contexts = liveContexts(own);
	if (contexts.length > 0) {
		const skipped = `it reads the live cluster ${contexts.join(", ")}: \`rolecall test --live\` runs it`;
		return { ...notRun(suite, problems), skipped };
	}
	const opened = openSuite(loaded, snapshot === undefined ? {} : { snapshot });
	if (opened.world === undefined) return notRun(suite, opened.problems);
	return runSuite(opened.world, opened.problems, { refusesFocus });
}
