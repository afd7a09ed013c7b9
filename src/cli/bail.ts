import type { CheckResult } from "../model/suite-result.ts";
import { UsageError } from "./usage-error.ts";

/** Ends a run early, once so many checks failed. */
export class Bail {
	readonly #most: number;
	readonly #counts: (result: CheckResult) => boolean;
	#failed = 0;

	constructor(most: number, counts: (result: CheckResult) => boolean) {
		this.#most = most;
		this.#counts = counts;
	}

	/** Why the rest is not run; undefined while it is. */
	get reason(): string | undefined {
		if (this.#failed < this.#most) return undefined;
		const checks = this.#most === 1 ? "1 failed check" : `${this.#most} failed checks`;
		return `not run: --bail stopped after ${checks}`;
	}

	stopsAfter(result: CheckResult): string | undefined {
		if (result.status === "failed" && this.#counts(result)) this.#failed += 1;
		return this.reason;
	}
}

/** The number of `--bail 3`; without it 1, without the option none. */
export function bailLimit(given: string | boolean | undefined): number {
	if (given === undefined || given === false) return Number.POSITIVE_INFINITY;
	if (given === true) return 1;
	if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
	throw new UsageError(
		`--bail takes a number of failed checks, found \`${given}\` (a path stands before it, or \`--bail=1\`)`,
	);
}
