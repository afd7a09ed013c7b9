import type { Clock } from "./clock.ts";

export interface PaceLimits {
	readonly inFlight: number;
	readonly perSecond: number;
	/** How many may start at once after a rest. */
	readonly burst: number;
}

/** Bounds how many requests are under way, and how many start in a second. First come, first served. */
export class Pace {
	readonly #limits: PaceLimits;
	readonly #clock: Clock;
	readonly #waiting: (() => void)[] = [];
	#running = 0;
	/** When the next request may start if all of the burst were used up: it lags behind the clock by the burst. */
	#next = Number.NEGATIVE_INFINITY;

	constructor(limits: PaceLimits, clock: Clock) {
		this.#limits = limits;
		this.#clock = clock;
	}

	async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
		await this.#enter(signal);
		try {
			await this.#tick(signal);
			return await work();
		} finally {
			// The place is handed over, so that nobody slips in between.
			const next = this.#waiting.shift();
			if (next === undefined) this.#running -= 1;
			else next();
		}
	}

	/** Waits for the next start that the rate allows. */
	async #tick(signal: AbortSignal): Promise<void> {
		const { perSecond, burst } = this.#limits;
		const interval = 1000 / perSecond;
		const now = this.#clock.now();
		this.#next = Math.max(this.#next, now - interval * (burst - 1));
		const delay = this.#next - now;
		this.#next += interval;
		if (delay > 0) await this.#clock.sleep(delay, signal);
	}

	async #enter(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.#running < this.#limits.inFlight) this.#running += 1;
		else await this.#turn(signal);
	}

	#turn(signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const start = (): void => {
				signal.removeEventListener("abort", stop);
				resolve();
			};
			const stop = (): void => {
				const index = this.#waiting.indexOf(start);
				if (index >= 0) this.#waiting.splice(index, 1);
				reject(signal.reason);
			};
			this.#waiting.push(start);
			signal.addEventListener("abort", stop, { once: true });
		});
	}
}
