import { SetTooLarge } from "./set-too-large.ts";

/** The set without a member, and the set of everything. Other sets are numbers from 2 up. */
export const nothing = 0;
export const everything = 1;

/** A set of words in one `Diagram`: equal sets are the same number. */
export type Node = number;

export type Operation = "union" | "intersection" | "difference";

const operations: Readonly<Record<Operation, number>> = {
	union: 1,
	intersection: 2,
	difference: 3,
};
const includes = 4;
const meets = 5;

/** So many 32-bit numbers in all (400 MB): a set that needs more has gone out of hand. */
const defaultBudget = 100_000_000;

/**
 * Sets of sequences of letters, as decision diagrams with a default edge. A node looks at the letter of its level:
 * it has edges for some letters and a fallback for all others. A level that is left out takes any letter. Alphabets
 * are infinite, so that the fallback always stands for somebody; an edge that leads where the fallback does is left
 * out, and a node without edges is its fallback. Nodes are kept once, which makes the form canonical: two sets are
 * equal exactly when they are the same number, and everything is decided by walking.
 */
export class Diagram {
	/** Each node as `level, fallback, number of edges, letter, child, letter, child …`, letters ascending. */
	#cells = new Int32Array(1 << 12);
	#end = 2;
	/** The nodes found by what they hold; 0 is a free slot. */
	#index = new Int32Array(1 << 10);
	#count = 0;
	/** `operation, left, right, result` for what has been worked out. */
	#memo = new Int32Array(1 << 14);
	#memoCount = 0;
	/** Edges of the nodes that are being made, a stack. */
	#stack: number[] = [];
	readonly #budget: number;

	constructor(budget: number = defaultBudget) {
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
		const base = this.#stack.length;
		for (const [letter, child] of edges) {
			if (child !== fallback) this.#stack.push(letter, child);
		}
		return this.#keep(level, fallback, base);
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
		const found: [number, Node][] = [];
		const end = this.#endOf(node);
		for (let at = node + 3; at < end; at += 2) {
			found.push([this.#cells[at] ?? 0, this.#cells[at + 1] ?? nothing]);
		}
		return found;
	}

	/** Where a letter leads at a level; the node itself when it does not look at that level. */
	follow(node: Node, level: number, letter: number): Node {
		if (this.level(node) !== level) return node;
		const cells = this.#cells;
		let low = 0;
		let high = (cells[node + 2] ?? 0) - 1;
		while (low <= high) {
			const middle = (low + high) >> 1;
			const at = node + 3 + middle * 2;
			const found = cells[at] ?? 0;
			if (found === letter) return cells[at + 1] ?? nothing;
			if (found < letter) low = middle + 1;
			else high = middle - 1;
		}
		return cells[node + 1] ?? nothing;
	}

	apply(operation: Operation, left: Node, right: Node): Node {
		return this.#apply(operations[operation], left, right);
	}

	/** Is every member of the second in the first? Makes no nodes, and stops at the first that is not. */
	includes(outer: Node, inner: Node): boolean {
		return this.#holds(includes, outer, inner);
	}

	/** Have they a member in common? */
	meets(left: Node, right: Node): boolean {
		return this.#holds(meets, Math.min(left, right), Math.max(left, right));
	}

	#apply(operation: number, first: Node, second: Node): Node {
		let left = first;
		let right = second;
		if (operation !== operations.difference && left > right) {
			left = second;
			right = first;
		}
		const known = atOnce(operation, left, right);
		if (known >= 0) return known;
		const slot = this.#memoSlot(operation, left, right);
		if (this.#memo[slot] !== 0) return this.#memo[slot + 3] ?? nothing;
		const result = this.#merged(operation, left, right);
		this.#remember(operation, left, right, result);
		return result;
	}

	#merged(operation: number, left: Node, right: Node): Node {
		const level = Math.min(this.level(left), this.level(right));
		const isLeft = this.level(left) === level;
		const isRight = this.level(right) === level;
		const leftRest = isLeft ? this.fallback(left) : left;
		const rightRest = isRight ? this.fallback(right) : right;
		const fallback = this.#apply(operation, leftRest, rightRest);
		const base = this.#stack.length;
		const leftEnd = isLeft ? this.#endOf(left) : 0;
		const rightEnd = isRight ? this.#endOf(right) : 0;
		let i = isLeft ? left + 3 : 0;
		let j = isRight ? right + 3 : 0;
		while (i < leftEnd || j < rightEnd) {
			const one = i < leftEnd ? (this.#cells[i] ?? 0) : Number.POSITIVE_INFINITY;
			const other = j < rightEnd ? (this.#cells[j] ?? 0) : Number.POSITIVE_INFINITY;
			const leftChild = one <= other ? (this.#cells[i + 1] ?? nothing) : leftRest;
			const rightChild = other <= one ? (this.#cells[j + 1] ?? nothing) : rightRest;
			if (one <= other) i += 2;
			if (other <= one) j += 2;
			const child = this.#apply(operation, leftChild, rightChild);
			if (child !== fallback) this.#stack.push(Math.min(one, other), child);
		}
		return this.#keep(level, fallback, base);
	}

	#holds(question: number, left: Node, right: Node): boolean {
		const known = heldAtOnce(question, left, right);
		if (known !== undefined) return known;
		const slot = this.#memoSlot(question, left, right);
		if (this.#memo[slot] !== 0) return this.#memo[slot + 3] === 1;
		const result = this.#heldByChildren(question, left, right);
		this.#remember(question, left, right, result ? 1 : 0);
		return result;
	}

	/** `includes` has to hold for every letter, `meets` for one. */
	#heldByChildren(question: number, left: Node, right: Node): boolean {
		const level = Math.min(this.level(left), this.level(right));
		const isLeft = this.level(left) === level;
		const isRight = this.level(right) === level;
		const leftRest = isLeft ? this.fallback(left) : left;
		const rightRest = isRight ? this.fallback(right) : right;
		const wanted = question === meets;
		if (this.#holds(question, leftRest, rightRest) === wanted) return wanted;
		const leftEnd = isLeft ? this.#endOf(left) : 0;
		const rightEnd = isRight ? this.#endOf(right) : 0;
		let i = isLeft ? left + 3 : 0;
		let j = isRight ? right + 3 : 0;
		while (i < leftEnd || j < rightEnd) {
			const one = i < leftEnd ? (this.#cells[i] ?? 0) : Number.POSITIVE_INFINITY;
			const other = j < rightEnd ? (this.#cells[j] ?? 0) : Number.POSITIVE_INFINITY;
			const leftChild = one <= other ? (this.#cells[i + 1] ?? nothing) : leftRest;
			const rightChild = other <= one ? (this.#cells[j + 1] ?? nothing) : rightRest;
			if (one <= other) i += 2;
			if (other <= one) j += 2;
			const [outer, inner] =
				question === meets && leftChild > rightChild
					? [rightChild, leftChild]
					: [leftChild, rightChild];
			if (this.#holds(question, outer, inner) === wanted) return wanted;
		}
		return !wanted;
	}

	#endOf(node: Node): number {
		return node + 3 + (this.#cells[node + 2] ?? 0) * 2;
	}

	/** The node with the edges on the stack from `base` up, which leave it: an old one or a new one. */
	#keep(level: number, fallback: Node, base: number): Node {
		const stack = this.#stack;
		const length = stack.length - base;
		if (length === 0) return fallback;
		const mask = this.#index.length - 1;
		let slot = hashOf(level, fallback, stack, base) & mask;
		for (let node = this.#index[slot] ?? 0; node !== 0; node = this.#index[slot] ?? 0) {
			if (this.#isSame(node, level, fallback, base)) {
				stack.length = base;
				return node;
			}
			slot = (slot + 1) & mask;
		}
		const node = this.#room(length + 3);
		const cells = this.#cells;
		cells[node] = level;
		cells[node + 1] = fallback;
		cells[node + 2] = length / 2;
		for (let i = 0; i < length; i += 1) cells[node + 3 + i] = stack[base + i] ?? 0;
		stack.length = base;
		this.#index[slot] = node;
		this.#count += 1;
		if (this.#count * 2 > this.#index.length) this.#growIndex();
		return node;
	}

	#isSame(node: Node, level: number, fallback: Node, base: number): boolean {
		const cells = this.#cells;
		const stack = this.#stack;
		const length = stack.length - base;
		if (cells[node] !== level || cells[node + 1] !== fallback) return false;
		if (cells[node + 2] !== length / 2) return false;
		for (let i = 0; i < length; i += 1) if (cells[node + 3 + i] !== stack[base + i]) return false;
		return true;
	}

	#room(length: number): number {
		const start = this.#end;
		this.#end += length;
		if (this.#end > this.#budget) {
			// What is half made is given up, and the diagram stays fit for use.
			this.#end = start;
			this.#stack.length = 0;
			throw new SetTooLarge(this.#count);
		}
		if (this.#end > this.#cells.length) {
			const grown = new Int32Array(Math.max(this.#end, this.#cells.length * 2));
			grown.set(this.#cells);
			this.#cells = grown;
		}
		return start;
	}

	#growIndex(): void {
		const old = this.#index;
		const grown = new Int32Array(old.length * 2);
		const mask = grown.length - 1;
		for (const node of old) {
			if (node === 0) continue;
			const end = this.#endOf(node);
			const level = this.#cells[node] ?? 0;
			let slot = hashOf(level, this.fallback(node), this.#cells, node + 3, end) & mask;
			while (grown[slot] !== 0) slot = (slot + 1) & mask;
			grown[slot] = node;
		}
		this.#index = grown;
	}

	/** Where an answer stands in the memo, or belongs. */
	#memoSlot(operation: number, left: Node, right: Node): number {
		const memo = this.#memo;
		const mask = memo.length / 4 - 1;
		let slot = mixed(mixed(operation, left), right) & mask;
		for (;;) {
			const at = slot * 4;
			if (memo[at] === 0) return at;
			if (memo[at] === operation && memo[at + 1] === left && memo[at + 2] === right) return at;
			slot = (slot + 1) & mask;
		}
	}

	#remember(operation: number, left: Node, right: Node, result: number): void {
		if (this.#memoCount * 8 >= this.#memo.length) this.#growMemo();
		const at = this.#memoSlot(operation, left, right);
		this.#memo.set([operation, left, right, result], at);
		this.#memoCount += 1;
	}

	#growMemo(): void {
		const old = this.#memo;
		if (old.length * 2 > this.#budget) throw new SetTooLarge(this.#count);
		this.#memo = new Int32Array(old.length * 2);
		for (let at = 0; at < old.length; at += 4) {
			const operation = old[at] ?? 0;
			if (operation === 0) continue;
			const slot = this.#memoSlot(operation, old[at + 1] ?? 0, old[at + 2] ?? 0);
			this.#memo.set(old.subarray(at, at + 4), slot);
		}
	}
}

/** The result where no walk is needed; -1 where one is. */
function atOnce(operation: number, left: Node, right: Node): Node {
	switch (operation) {
		case operations.union:
			if (left === everything) return everything;
			return left === right || left === nothing ? right : -1;
		case operations.intersection:
			if (left === nothing) return nothing;
			return left === right || left === everything ? right : -1;
		default:
			if (left === right || left === nothing || right === everything) return nothing;
			return right === nothing ? left : -1;
	}
}

function heldAtOnce(question: number, left: Node, right: Node): boolean | undefined {
	if (question === includes) {
		if (left === right || left === everything || right === nothing) return true;
		return left === nothing || right === everything ? false : undefined;
	}
	if (left === nothing || right === nothing) return false;
	return left === right || left === everything || right === everything ? true : undefined;
}

function hashOf(
	level: number,
	fallback: number,
	list: ArrayLike<number>,
	start: number,
	end: number = list.length,
): number {
	let hash = mixed(level, fallback);
	for (let i = start; i < end; i += 1) hash = mixed(hash, list[i] ?? 0);
	return hash;
}

function mixed(hash: number, value: number): number {
	const sum = Math.imul(hash ^ value, 0x9e3779b1);
	return (sum ^ (sum >>> 15)) >>> 0;
}
