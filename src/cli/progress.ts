import type { Io } from "./io.ts";

/** What is under way, in one line of the terminal that erases itself. */
export interface Progress {
	readonly say: (text: string) => void;
	readonly end: () => void;
}

const patience = 1000;
const eraseLine = "\r\u001b[K";

/** Speaks only to a terminal, and only of what takes longer than a second. */
export function progressOn(io: Io): Progress {
	if (!io.errIsTerminal) return { say: () => {}, end: () => {} };
	let last = "";
	let isShown = false;
	const show = (): void => {
		isShown = true;
		io.err(`${eraseLine}${last}`);
	};
	// A server that says nothing at all gives no other occasion.
	const timer = setTimeout(() => last !== "" && show(), patience);
	timer.unref();
	const start = performance.now();
	return {
		say: (text) => {
			last = text;
			if (performance.now() - start >= patience) show();
		},
		end: () => {
			clearTimeout(timer);
			if (isShown) io.err(eraseLine);
			isShown = false;
		},
	};
}
