import { Memo } from "./memo.ts";
import { everything, type Node, Nodes, nothing } from "./nodes.ts";

export type Operation = "union" | "intersection" | "difference";

const union = 1;
const intersection = 2;
const difference = 3;
const includes = 4;
const meets = 5;
const numberOf: Readonly<Record<Operation, number>> = { union, intersection, difference };

/** So many 32-bit numbers in all (400 MB): a set that needs more has gone out of hand. */
const defaultBudget = 100_000_000;

/**
 * Sets of sequences of letters, as decision diagrams with a default edge. A level that is left out takes any letter.
 * Alphabets are infinite, so that a node's fallback always stands for somebody, which makes the form canonical: two
 * sets are equal exactly when they are the same number, and everything is decided by walking.
 */
export class Diagram extends Nodes {
	readonly #memo: Memo;

	constructor(budget: number = defaultBudget) {
		super(budget);
		this.#memo = new Memo(budget);
	}

	apply(operation: Operation, left: Node, right: Node): Node {
		return this.#apply(numberOf[operation], left, right);
	}

	/** Is every member of the second in the first? Makes no nodes, and stops at the first that is not. */
	includes(outer: Node, inner: Node): boolean {
		return this.#holds(includes, outer, inner);
	}

	/** Have they a member in common? */
	meets(left: Node, right: Node): boolean {
		return this.#holds(meets, left, right);
	}

	#apply(operation: number, left: Node, right: Node): Node {
		if (operation !== difference && left > right) return this.#apply(operation, right, left);
		const atOnce = withoutWalk(operation, left, right);
		if (atOnce >= 0) return atOnce;
		const known = this.#memo.get(operation, left, right);
		if (known >= 0) return known;
		const level = Math.min(this.level(left), this.level(right));
		const fallback = this.#apply(operation, this.rest(left, level), this.rest(right, level));
		const base = this.made.length;
		const from = this.align(left, right, level);
		for (let at = from; at < this.pairs.length; at += 3) {
			const [letter, one, other] = this.#pair(at);
			const child = this.#apply(operation, one, other);
			if (child !== fallback) this.made.push(letter, child);
		}
		this.pairs.length = from;
		const result = this.keep(level, fallback, base);
		this.#memo.set(operation, left, right, result);
		return result;
	}

	/** `includes` has to hold for every letter, `meets` for one. */
	#holds(question: number, left: Node, right: Node): boolean {
		if (question === meets && left > right) return this.#holds(question, right, left);
		const atOnce = heldWithoutWalk(question, left, right);
		if (atOnce !== undefined) return atOnce;
		const known = this.#memo.get(question, left, right);
		if (known >= 0) return known === 1;
		const level = Math.min(this.level(left), this.level(right));
		const settling = question === meets;
		let result = this.#holds(question, this.rest(left, level), this.rest(right, level));
		const from = this.align(left, right, level);
		for (let at = from; result !== settling && at < this.pairs.length; at += 3) {
			const [, one, other] = this.#pair(at);
			result = this.#holds(question, one, other);
		}
		this.pairs.length = from;
		this.#memo.set(question, left, right, result ? 1 : 0);
		return result;
	}

	#pair(at: number): readonly [number, Node, Node] {
		const { pairs } = this;
		return [pairs[at] ?? 0, pairs[at + 1] ?? nothing, pairs[at + 2] ?? nothing];
	}
}

/** The result where no walk is needed, -1 where one is. Of the two, unless order counts, the left is the smaller. */
function withoutWalk(operation: number, left: Node, right: Node): Node {
	if (operation === difference) {
		if (left === right || left === nothing || right === everything) return nothing;
		return right === nothing ? left : -1;
	}
	const neutral = operation === union ? nothing : everything;
	const strong = operation === union ? everything : nothing;
	if (left === strong) return strong;
	return left === right || left === neutral ? right : -1;
}

function heldWithoutWalk(question: number, left: Node, right: Node): boolean | undefined {
	if (question === meets) {
		if (left === nothing) return false;
		return left === right || left === everything ? true : undefined;
	}
	if (left === right || left === everything || right === nothing) return true;
	return left === nothing || right === everything ? false : undefined;
}
