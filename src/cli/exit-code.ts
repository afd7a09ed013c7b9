import type { Verdict } from "../model/answer.ts";

/** Every exit code, with its meaning; docs/exit-codes.md says more. */
export const exitCodes = {
	yes: 0,
	no: 1,
	usage: 2,
	unknown: 3,
	bug: 70,
} as const satisfies Readonly<Record<string, number>>;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(verdict: Verdict): ExitCode {
	return exitCodes[verdict];
}
