import type { Verdict } from "../model/answer.ts";

/** Every exit code, with its meaning; docs/exit-codes.md says more. */
interface ExitCodes {
	readonly yes: 0;
	readonly no: 1;
	readonly usage: 2;
	readonly unknown: 3;
	readonly bug: 70;
}

export const exitCodes: ExitCodes = { yes: 0, no: 1, usage: 2, unknown: 3, bug: 70 };

export type ExitCode = ExitCodes[keyof ExitCodes];

export function exitCodeOf(verdict: Verdict): ExitCode {
	return exitCodes[verdict];
}
