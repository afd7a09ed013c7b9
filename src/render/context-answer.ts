import type { Answer } from "./answer.ts";

/** What one context answered; `answers` is empty when it could not be read. */
export interface ContextAnswer {
	readonly context: string;
	readonly answers: readonly Answer[];
	readonly error: string | undefined;
}
