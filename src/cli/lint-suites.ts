import type { LoadedSuite } from "../load/suite/load-suite.ts";
import type { LintFinding } from "../model/suite-lint.ts";
import { liveContexts } from "../suite-files/live-contexts.ts";
import { checkMatrixChoice } from "./matrix-choice.ts";

/** What is wrong or weak in suites, how many there are, and which were only read, since they need a live cluster. */
export interface Linted {
	readonly suites: number;
	readonly findings: readonly LintFinding[];
	readonly onlyRead: readonly string[];
}

/** Finds, reads and looks at suites; what several have in common through `extends` is told once. */
export async function lintSuites(
	paths: readonly string[],
	matrix: ReadonlyMap<string, string>,
): Promise<Linted> {
	const [{ findSuites }, { loadSuite }] = await Promise.all([
		import("../load/suite/find-suites.ts"),
		import("../load/suite/load-suite.ts"),
	]);
	const findings = new Map<string, LintFinding>();
	const onlyRead = new Set<string>();
	const files = findSuites(paths);
	const all = files.map((file) => ({ file, variants: loadSuite(file, matrix) }));
	checkMatrixChoice(
		matrix,
		all.flatMap(({ variants }) => variants),
		() => files.flatMap((file) => loadSuite(file)),
	);
	for (const { file, variants } of all) {
		for (const loaded of variants) {
			const { suite, problems } = loaded;
			const isBroken = problems.some(({ severity }) => severity === "error");
			const isLive = liveContexts(suite).length > 0;
			if (isLive && !isBroken) onlyRead.add(file);
			const found = isBroken || isLive ? problems : await findingsOf(loaded);
			for (const one of found) findings.set(JSON.stringify([one.place, one.message]), one);
		}
	}
	return { suites: files.length, findings: [...findings.values()], onlyRead: [...onlyRead] };
}

async function findingsOf(loaded: LoadedSuite): Promise<readonly LintFinding[]> {
	const [{ openSuite }, { lintSuite }] = await Promise.all([
		import("../suite-files/open-suite.ts"),
		import("../suite/lint-suite.ts"),
	]);
	const { world, problems } = openSuite(loaded);
	return world === undefined ? problems : lintSuite(world, problems);
}
