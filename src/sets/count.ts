import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { type Dimension, dimensions, levelOf } from "./space.ts";

/** The words that each part of a request is counted over. */
export type Alphabets = Readonly<Record<Dimension, readonly string[]>>;

/**
 * How many resource requests of these words a set holds: one pass over its nodes. Sets have infinitely many requests;
 * a count is only ever of a chosen world, such as the verbs and resources that a cluster serves.
 */
export function countRequests({ space, resources }: PermissionSet, alphabets: Alphabets): number {
	const { diagram } = space;
	const letters = dimensions.map(
		(dimension) => new Set(alphabets[dimension].map((word) => space.letter(word))),
	);
	const known = new Map<Node, number>();
	/** The requests behind a node, from its own level on. */
	const countOf = (node: Node): number => {
		if (node === nothing) return 0;
		if (node === everything) return 1;
		const before = known.get(node);
		if (before !== undefined) return before;
		const level = diagram.level(node);
		const alphabet = letters[level] ?? new Set();
		let others = alphabet.size;
		let count = 0;
		for (const [letter, child] of diagram.edges(node)) {
			if (!alphabet.has(letter)) continue;
			others -= 1;
			count += countOf(child) * skipped(level, child);
		}
		const fallback = diagram.fallback(node);
		count += others * countOf(fallback) * skipped(level, fallback);
		known.set(node, count);
		return count;
	};
	/** The levels between a node and its child take any word. */
	const skipped = (level: number, child: Node): number =>
		letters
			.slice(level + 1, Math.min(diagram.level(child), dimensions.length))
			.reduce((product, { size }) => product * size, 1);
	return countOf(resources) * skipped(levelOf.namespace - 1, resources);
}
