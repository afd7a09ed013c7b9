import type { Repair } from "../model/suite-fix.ts";
import type { TestRun } from "../model/suite-result.ts";
import { fixFiles } from "./fix-files.ts";
import { KnownFiles } from "./known-files.ts";
import { readManifest } from "./read-manifest.ts";

/** A run whose fixes say what they change in files: for reports that tell it. */
export function withFixTexts(run: TestRun): TestRun {
	const repairs = new Map<Repair, Repair>();
	const known = new KnownFiles();
	const told = (repair: Repair): Repair => {
		const before = repairs.get(repair);
		if (before !== undefined) return before;
		const fixes = repair.fixes.map((fix) => {
			const files = fix.number === undefined ? "" : fixFiles(fix, readManifest, known);
			if (typeof files === "string") return fix;
			const texts = files.flatMap(({ file, edited }) =>
				edited.changes.map((change) => ({ file, ...change })),
			);
			return { ...fix, texts };
		});
		repairs.set(repair, { ...repair, fixes });
		return { ...repair, fixes };
	};
	return {
		...run,
		suites: run.suites.map((suite) => ({
			...suite,
			checks: suite.checks.map((check) =>
				check.repair === undefined ? check : { ...check, repair: told(check.repair) },
			),
		})),
	};
}
