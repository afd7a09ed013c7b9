import { mixed } from "./memo.ts";
import { SetTooLarge } from "./set-too-large.ts";

/** The set without a member, and the set of everything. Other sets are numbers from 2 up. */
export const nothing = 0;
export const everything = 1;

/** A set of words in one `Diagram`: equal sets are the same number. */
export type Node = number;

/** Ends the edges of a node, and stands at 0 for those that have none: above every letter. */
export const endOfEdges = 0x7fff_ffff;

/**
 * The nodes of a diagram, each kept once. A node looks at the letter of its level: it has edges for some letters and a
 * fallback for all others. An edge that leads where the fallback does is left out, and a node without edges is its
 * fallback.
 */
export class Nodes {
	/** Each node as `level, fallback, letter, child, letter, child … endOfEdges`, letters ascending. */
	#cells: Int32Array = new Int32Array(1 << 12).fill(endOfEdges, 0, 2);
	#end = 2;
	/** The nodes found by what they hold; 0 is a free slot. */
	#index: Int32Array = new Int32Array(1 << 10);
	#count = 0;
	/** Edges of the nodes that are being made, `letter, child` each, a stack. */
	#made: Int32Array = new Int32Array(1 << 10);
	#top = 0;
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
		const sorted = [...letters];
		if (sorted.length > 1) sorted.sort((one, other) => one - other);
		const base = this.begin();
		let before = -1;
		for (const letter of sorted) {
			if (letter !== before && child !== fallback) this.add(letter, child);
			before = letter;
		}
		return this.keep(level, fallback, base);
	}

	/** A node; letters ascending, each once. Children are of deeper levels. */
	node(level: number, fallback: Node, edges: Iterable<readonly [number, Node]>): Node {
		const base = this.begin();
		for (const [letter, child] of edges) {
			if (child !== fallback) this.add(letter, child);
		}
		return this.keep(level, fallback, base);
	}

	/** Infinite for the two sets that look at nothing. */
	level(node: Node): number {
		return node < 2 ? Number.POSITIVE_INFINITY : this.#cell(node);
	}

	fallback(node: Node): Node {
		return this.#cell(node + 1);
	}

	/** The letters that lead elsewhere than the fallback, with where they lead. */
	edges(node: Node): readonly (readonly [number, Node])[] {
		const found: [number, Node][] = [];
		for (let at = node < 2 ? 0 : node + 2; this.letterAt(at) !== endOfEdges; at += 2) {
			found.push([this.letterAt(at), this.childAt(at)]);
		}
		return found;
	}

	/** Where a letter leads at a level; the node itself when it does not look at that level. */
	follow(node: Node, level: number, letter: number): Node {
		if (this.level(node) !== level) return node;
		let at = node + 2;
		while (this.letterAt(at) < letter) at += 2;
		return this.letterAt(at) === letter ? this.childAt(at) : this.fallback(node);
	}

	/** Where letters lead that nobody names. */
	protected rest(node: Node, level: number): Node {
		return this.level(node) === level ? this.fallback(node) : node;
	}

	/** The first edge at a level, of a node that does not look at it the end of edges; the next is two further. */
	protected firstEdge(node: Node, level: number): number {
		return this.level(node) === level ? node + 2 : 0;
	}

	/** The letter of an edge, `endOfEdges` behind the last. */
	protected letterAt(edge: number): number {
		return this.#cell(edge);
	}

	protected childAt(edge: number): Node {
		return this.#cell(edge + 1);
	}

	/** Where the edges of the next node begin on the stack: those of nodes half made stay below. */
	protected begin(): number {
		return this.#top;
	}

	/** Puts an edge of the node that is being made on the stack: it does not lead where the fallback does. */
	protected add(letter: number, child: Node): void {
		if (this.#top + 2 > this.#made.length) this.#made = doubled(this.#made, this.#top + 2);
		this.#made[this.#top] = letter;
		this.#made[this.#top + 1] = child;
		this.#top += 2;
	}

	/** The node with the edges on the stack from `base` up, which leave it: an old one or a new one. */
	protected keep(level: number, fallback: Node, base: number): Node {
		const length = this.#top - base;
		if (length === 0) return fallback;
		const node = this.#laidOut(level, fallback, base);
		const size = length + 3;
		const index = this.#index;
		const mask = index.length - 1;
		let slot = this.#hashOf(node) & mask;
		for (let other = index[slot] ?? 0; other !== 0; other = index[slot] ?? 0) {
			if (this.#isSame(other, node, size)) return other;
			slot = (slot + 1) & mask;
		}
		index[slot] = node;
		this.#end += size;
		this.#count += 1;
		if (this.#count * 2 > index.length) this.#growIndex();
		return node;
	}

	/** Behind the last node, where it stays if it is new. */
	#laidOut(level: number, fallback: Node, base: number): Node {
		const node = this.#end;
		const end = node + 2 + this.#top - base;
		this.#makeRoom(end + 1);
		const cells = this.#cells;
		cells[node] = level;
		cells[node + 1] = fallback;
		for (let to = node + 2, at = base; to < end; to += 1, at += 1) cells[to] = this.#made[at] ?? 0;
		cells[end] = endOfEdges;
		this.#top = base;
		return node;
	}

	#cell(at: number): number {
		return this.#cells[at] ?? 0;
	}

	#isSame(node: Node, other: Node, size: number): boolean {
		const cells = this.#cells;
		for (let i = 0; i < size; i += 1) if (cells[node + i] !== cells[other + i]) return false;
		return true;
	}

	#makeRoom(end: number): void {
		if (end > this.#budget) {
			// What is half made is given up, and the diagram stays fit for use.
			this.#top = 0;
			throw new SetTooLarge();
		}
		if (end > this.#cells.length) this.#cells = doubled(this.#cells, end);
	}

	#hashOf(node: Node): number {
		let hash = mixed(this.#cell(node), this.#cell(node + 1));
		for (let at = node + 2; this.#cell(at) !== endOfEdges; at += 1) {
			hash = mixed(hash, this.#cell(at));
		}
		return hash;
	}

	#growIndex(): void {
		const grown = new Int32Array(this.#index.length * 2);
		const mask = grown.length - 1;
		for (const node of this.#index) {
			if (node === 0) continue;
			let slot = this.#hashOf(node) & mask;
			while (grown[slot] !== 0) slot = (slot + 1) & mask;
			grown[slot] = node;
		}
		this.#index = grown;
	}
}

/** The same numbers with room for at least twice as many. */
function doubled(numbers: Int32Array, needed: number): Int32Array {
	const grown = new Int32Array(Math.max(needed, numbers.length * 2));
	grown.set(numbers);
	return grown;
}
