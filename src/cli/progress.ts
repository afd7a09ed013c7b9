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
	const start = performance.now();
	let isShown = false;
	return {
		say: (text) => {
			if (performance.now() - start < patience) return;
			isShown = true;
			io.err(`${eraseLine}${text}`);
		},
		end: () => {
			if (isShown) io.err(eraseLine);
			isShown = false;
		},
	};
}
