import type { Suite } from "../model/suite.ts";
import type { LintFinding } from "../model/suite-lint.ts";

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
	for (const file of files) {
		for (const { suite, problems } of loadSuite(file, matrix)) {
			const isBroken = problems.some(({ severity }) => severity === "error");
			const isLive = readsLive(suite);
			if (isLive && !isBroken) onlyRead.add(file);
			const found = isBroken || isLive ? problems : await findingsOf(suite, problems);
			for (const one of found) findings.set(JSON.stringify([one.place, one.message]), one);
		}
	}
	return { suites: files.length, findings: [...findings.values()], onlyRead: [...onlyRead] };
}

async function findingsOf(
	suite: Suite,
	problems: readonly LintFinding[],
): Promise<readonly LintFinding[]> {
	const [{ openSuite }, { goldenFiles }, { lintSuite }] = await Promise.all([
		import("./open-suite.ts"),
		import("./golden-files.ts"),
		import("../suite/lint-suite.ts"),
	]);
	const opened = await openSuite(suite, new Map(), goldenFiles(suite));
	if (opened.world === undefined) return [...problems, ...opened.problems];
	return [...problems, ...lintSuite(opened.world, opened.problems)];
}

function readsLive({ inputs, tests }: Suite): boolean {
	return (
		inputs.some(({ kind }) => kind === "live") ||
		tests.some(({ assertions }) =>
			assertions.some((one) => "baseline" in one && one.baseline.kind === "live"),
		)
	);
}
