import type { Verdict } from "../model/answer.ts";

/** Every exit code, with its meaning; docs/exit-codes.md says more. */
interface ExitCodes {
	readonly yes: 0;
	readonly no: 1;
	readonly usage: 2;
	readonly unknown: 3;
	readonly cluster: 4;
	/** The tests hold, and are not as good as they have to be. */
	readonly threshold: 5;
	readonly bug: 70;
}

export const exitCodes: ExitCodes = {
	...{ yes: 0, no: 1, usage: 2, unknown: 3, cluster: 4, threshold: 5, bug: 70 },
};

export type ExitCode = ExitCodes[keyof ExitCodes];

export function exitCodeOf(verdict: Verdict): ExitCode {
	return exitCodes[verdict];
}

/** The code of several answers at once: the worst of 70, 2 and 4, then a no, an unknown, a missed threshold. */
export function combinedExitCode(codes: readonly ExitCode[]): ExitCode {
	const { bug, usage, cluster, no, unknown, threshold, yes } = exitCodes;
	return [bug, usage, cluster, no, unknown, threshold].find((code) => codes.includes(code)) ?? yes;
}
