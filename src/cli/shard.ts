import { UsageError } from "./usage-error.ts";

/** One of several runs that do a work together. */
export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly count: number;
}

/** `2/4`. */
export function parseShard(text: string): Shard {
	const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
	const [index, count] = [Number(first), Number(second)];
	if (index >= 1 && index <= count) return { index, count };
	throw new UsageError(`--shard takes I/N, from 1/N to N/N, found \`${text}\``);
}

/** Every so many of them: each is in exactly one of the shards, in all runs that see the same list. */
export function shardOf<Item>(items: readonly Item[], { index, count }: Shard): readonly Item[] {
	return items.filter((_, at) => at % count === index - 1);
}
