import { setTimeout as wait } from "node:timers/promises";

/** Time as the live reader sees it; tests bring their own. */
export interface Clock {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Rejects with the signal's reason when it is aborted. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const realClock: Clock = {
	now: () => Date.now(),
	sleep: async (milliseconds, signal) => {
		try {
			await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
		} catch (error) {
			throw signal?.aborted === true ? signal.reason : error;
		}
	},
};
