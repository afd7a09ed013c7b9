import type { Fix, Repair } from "../model/suite-fix.ts";
import type { SuiteResult } from "../model/suite-result.ts";

/** Numbers the fixes of a run in the order of its output, with the command for each: program, `fix`, number, words. */
export function numberedFixes(
	suites: readonly SuiteResult[],
	program: string,
	words: readonly string[],
): readonly SuiteResult[] {
	const repairs = new Map<Repair, Repair>();
	let count = 0;
	const numbered = (fix: Fix): Fix => {
		if (fix.breaks.length > 0) return fix;
		count += 1;
		return { ...fix, number: count, command: [program, "fix", count, ...words].join(" ") };
	};
	return suites.map((suite) => ({
		...suite,
		checks: suite.checks.map((check) => {
			if (check.repair === undefined) return check;
			const known = repairs.get(check.repair);
			const repair = known ?? { ...check.repair, fixes: check.repair.fixes.map(numbered) };
			repairs.set(check.repair, repair);
			return { ...check, repair };
		}),
	}));
}
