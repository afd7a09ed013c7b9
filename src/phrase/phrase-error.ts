import type { Span } from "./phrase.ts";

/** What is wrong with a phrase, and where in its text. */
export class PhraseError extends Error implements Span {
	override readonly name = "PhraseError";
	/** Counts from 1. */
	readonly column: number;
	readonly length: number;

	constructor(message: string, { column, length }: Span) {
		super(message);
		this.column = column;
		this.length = length;
	}
}

/** What a function returns, or the phrase error that it throws. */
export function orPhraseError<T extends object>(run: () => T): T | { readonly error: PhraseError } {
	try {
		return run();
	} catch (error) {
		if (error instanceof PhraseError) return { error };
		throw error;
	}
}
