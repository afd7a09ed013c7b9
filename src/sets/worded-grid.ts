import type { PolicyRule } from "../model/rule.ts";
import type { Block } from "./block.ts";
import type { Grid } from "./grid.ts";
import { emptyRule, inOrder } from "./rule-words.ts";

/** A grid together with the words its letters are made of. */
export interface WordedGrid {
	readonly grid: Grid;
	/** The list of a rule that each side is. */
	readonly fields: readonly (keyof PolicyRule)[];
	/** Each side's words. The first of all but paths stands for every word. */
	readonly words: readonly (readonly string[])[];
}

/** Says of a word what it has to be kept apart by; `isAny` for the one that stands for every word. */
export type Mark = (field: keyof PolicyRule, word: string, isAny: boolean) => string;

export function ruleOfBlock({ grid, fields, words }: WordedGrid, block: Block): PolicyRule {
	const lists = fields.map((field, side): [keyof PolicyRule, readonly string[]] => {
		const indices = (block[side] ?? []).flatMap((letter) => grid.letters[side]?.[letter] ?? []);
		const isAnyName = field === "resourceNames" && indices.includes(0);
		return [field, isAnyName ? [] : indices.map((index) => words[side]?.[index] ?? "")];
	});
	return inOrder({ ...emptyRule, ...Object.fromEntries(lists) });
}
