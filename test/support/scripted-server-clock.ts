import type { Clock } from "../../src/load/live/clock.ts";

export interface ScriptedClock extends Clock {
	/** The waits that were asked for, in milliseconds. */
	readonly waits: number[];
}

/** A clock that stands until somebody sleeps, and then jumps. */
export function scriptedClock(start: number = Date.parse("2026-01-01T00:00:00Z")): ScriptedClock {
	const waits: number[] = [];
	let now = start;
	return {
		waits,
		now: () => now,
		sleep: async (milliseconds, signal) => {
			signal?.throwIfAborted();
			waits.push(milliseconds);
			now += milliseconds;
		},
	};
}
