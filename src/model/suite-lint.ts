import type { SuiteProblem } from "./suite.ts";

/** What is wrong or weak in a suite. A note is worth knowing and stops nothing. */
export interface LintFinding extends Omit<SuiteProblem, "severity"> {
	readonly severity: SuiteProblem["severity"] | "note";
}
