import type { Side } from "../model/statement.ts";

/** Is a word on a side? */
export function sideHas(side: Side, word: string): boolean {
	return "only" in side ? side.only.includes(word) : !side.except.includes(word);
}

/** What of a side is one of these words. */
export function sideWithin(side: Side, words: readonly string[]): Side {
	return { only: words.filter((word) => sideHas(side, word)) };
}

/** What of a side is none of these words. */
export function sideWithout(side: Side, words: readonly string[]): Side {
	return "only" in side
		? { only: side.only.filter((word) => !words.includes(word)) }
		: { except: [...new Set([...side.except, ...words])] };
}
