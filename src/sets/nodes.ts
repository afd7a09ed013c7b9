import { mixed } from "./memo.ts";
import { SetTooLarge } from "./set-too-large.ts";

/** The set without a member, and the set of everything. Other sets are numbers from 2 up. */
export const nothing = 0;
export const everything = 1;

/** A set of words in one `Diagram`: equal sets are the same number. */
export type Node = number;

/** Ends the edges of a node, and stands at 0 for those that have none. */
const endOfEdges = 0x7fff_ffff;

/**
 * The nodes of a diagram, each kept once. A node looks at the letter of its level: it has edges for some letters and a
 * fallback for all others. An edge that leads where the fallback does is left out, and a node without edges is its
 * fallback.
 */
export class Nodes {
	/** Each node as `level, fallback, letter, child, letter, child … endOfEdges`, letters ascending. */
	#cells = new Int32Array(1 << 12).fill(endOfEdges, 0, 2);
	#end = 2;
	/** The nodes found by what they hold; 0 is a free slot. */
	#index = new Int32Array(1 << 10);
	#count = 0;
	/** Edges of the nodes that are being made, `letter, child` each, a stack. */
	protected readonly made: number[] = [];
	/** Edges of two nodes side by side, `letter, left child, right child` each, a stack. */
	protected readonly pairs: number[] = [];
	readonly #budget: number;

	constructor(budget: number) {
		this.#budget = budget;
	}

	/** How many nodes there are. */
	get size(): number {
		return this.#count;
	}

	/** A node of one letter: these letters lead to `child`, all others to `fallback`. */
	branch(level: number, letters: Iterable<number>, child: Node, fallback: Node): Node {
		const sorted = [...new Set(letters)].sort((one, other) => one - other);
		return this.node(
			level,
			fallback,
			sorted.map((letter) => [letter, child] as const),
		);
	}

	/** A node; letters ascending, each once. Children are of deeper levels. */
	node(level: number, fallback: Node, edges: Iterable<readonly [number, Node]>): Node {
		const base = this.made.length;
		for (const [letter, child] of edges) {
			if (child !== fallback) this.made.push(letter, child);
		}
		return this.keep(level, fallback, base);
	}

	/** Infinite for the two sets that look at nothing. */
	level(node: Node): number {
		return node < 2 ? Number.POSITIVE_INFINITY : (this.#cells[node] ?? 0);
	}

	fallback(node: Node): Node {
		return this.#cells[node + 1] ?? nothing;
	}

	/** The letters that lead elsewhere than the fallback, with where they lead. */
	edges(node: Node): readonly (readonly [number, Node])[] {
		const cells = this.#cells;
		const found: [number, Node][] = [];
		for (let at = node < 2 ? 0 : node + 2; cells[at] !== endOfEdges; at += 2) {
			found.push([cells[at] ?? 0, cells[at + 1] ?? nothing]);
		}
		return found;
	}

	/** Where a letter leads at a level; the node itself when it does not look at that level. */
	follow(node: Node, level: number, letter: number): Node {
		if (this.level(node) !== level) return node;
		const cells = this.#cells;
		let at = node + 2;
		while ((cells[at] ?? endOfEdges) < letter) at += 2;
		return cells[at] === letter ? (cells[at + 1] ?? nothing) : this.fallback(node);
	}

	/** Where letters lead that nobody names. */
	protected rest(node: Node, level: number): Node {
		return this.level(node) === level ? this.fallback(node) : node;
	}

	/** Puts every letter that one of the two names at a level on the stack of pairs; returns where they begin. */
	protected align(left: Node, right: Node, level: number): number {
		const from = this.pairs.length;
		const leftRest = this.rest(left, level);
		const rightRest = this.rest(right, level);
		let i = this.level(left) === level ? left + 2 : 0;
		let j = this.level(right) === level ? right + 2 : 0;
		for (;;) {
			const one = this.#at(i);
			const other = this.#at(j);
			if (one === endOfEdges && other === endOfEdges) return from;
			this.pairs.push(
				Math.min(one, other),
				one <= other ? this.#at(i + 1) : leftRest,
				other <= one ? this.#at(j + 1) : rightRest,
			);
			if (one <= other) i += 2;
			if (other <= one) j += 2;
		}
	}

	/** The node with the edges on the stack from `base` up, which leave it: an old one or a new one. */
	protected keep(level: number, fallback: Node, base: number): Node {
		const { made } = this;
		const length = made.length - base;
		if (length === 0) return fallback;
		const mask = this.#index.length - 1;
		let slot = hashOf(level, fallback, made, base) & mask;
		for (let node = this.#index[slot] ?? 0; node !== 0; node = this.#index[slot] ?? 0) {
			if (this.#isSame(node, level, fallback, base)) {
				made.length = base;
				return node;
			}
			slot = (slot + 1) & mask;
		}
		const node = this.#room(length + 3);
		const cells = this.#cells;
		cells[node] = level;
		cells[node + 1] = fallback;
		for (let i = 0; i < length; i += 1) cells[node + 2 + i] = made[base + i] ?? 0;
		cells[node + 2 + length] = endOfEdges;
		made.length = base;
		this.#index[slot] = node;
		this.#count += 1;
		if (this.#count * 2 > this.#index.length) this.#growIndex();
		return node;
	}

	#at(cell: number): number {
		return this.#cells[cell] ?? nothing;
	}

	#isSame(node: Node, level: number, fallback: Node, base: number): boolean {
		const cells = this.#cells;
		const { made } = this;
		if (cells[node] !== level || cells[node + 1] !== fallback) return false;
		const edges = node + 2;
		const length = made.length - base;
		for (let i = 0; i < length; i += 1) if (cells[edges + i] !== made[base + i]) return false;
		return cells[edges + length] === endOfEdges;
	}

	#room(length: number): number {
		const start = this.#end;
		if (start + length > this.#budget) {
			// What is half made is given up, and the diagram stays fit for use.
			this.made.length = 0;
			this.pairs.length = 0;
			throw new SetTooLarge();
		}
		this.#end = start + length;
		if (this.#end > this.#cells.length) {
			const grown = new Int32Array(Math.max(this.#end, this.#cells.length * 2));
			grown.set(this.#cells);
			this.#cells = grown;
		}
		return start;
	}

	#growIndex(): void {
		const grown = new Int32Array(this.#index.length * 2);
		const mask = grown.length - 1;
		for (const node of this.#index) {
			if (node === 0) continue;
			const edges = this.edges(node).flat();
			let slot = hashOf(this.level(node), this.fallback(node), edges, 0) & mask;
			while (grown[slot] !== 0) slot = (slot + 1) & mask;
			grown[slot] = node;
		}
		this.#index = grown;
	}
}

function hashOf(level: number, fallback: number, edges: readonly number[], start: number): number {
	let hash = mixed(level, fallback);
	for (let i = start; i < edges.length; i += 1) hash = mixed(hash, edges[i] ?? 0);
	return hash;
}
