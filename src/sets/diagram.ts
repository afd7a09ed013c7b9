import { Memo } from "./memo.ts";
import { endOfEdges, everything, type Node, Nodes, nothing } from "./nodes.ts";

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
		const result = this.#walk(operation, left, right);
		this.#memo.set(operation, left, right, result);
		return result;
	}

	/** Side by side along the letters that one of the two names. */
	#walk(operation: number, left: Node, right: Node): Node {
		const level = Math.min(this.level(left), this.level(right));
		const [leftRest, rightRest] = [this.rest(left, level), this.rest(right, level)];
		const fallback = this.#apply(operation, leftRest, rightRest);
		const base = this.begin();
		let i = this.firstEdge(left, level);
		let j = this.firstEdge(right, level);
		for (;;) {
			const [one, other] = [this.letterAt(i), this.letterAt(j)];
			const letter = Math.min(one, other);
			if (letter === endOfEdges) return this.keep(level, fallback, base);
			const child = this.#apply(
				operation,
				one === letter ? this.childAt(i) : leftRest,
				other === letter ? this.childAt(j) : rightRest,
			);
			if (child !== fallback) this.add(letter, child);
			if (one === letter) i += 2;
			if (other === letter) j += 2;
		}
	}

	/** `includes` has to hold for every letter, `meets` for one. */
	#holds(question: number, left: Node, right: Node): boolean {
		if (question === meets && left > right) return this.#holds(question, right, left);
		const atOnce = heldWithoutWalk(question, left, right);
		if (atOnce !== undefined) return atOnce;
		const known = this.#memo.get(question, left, right);
		if (known >= 0) return known === 1;
		const result = this.#holdsBelow(question, left, right);
		this.#memo.set(question, left, right, result ? 1 : 0);
		return result;
	}

	#holdsBelow(question: number, left: Node, right: Node): boolean {
		const level = Math.min(this.level(left), this.level(right));
		const [leftRest, rightRest] = [this.rest(left, level), this.rest(right, level)];
		const settling = question === meets;
		if (this.#holds(question, leftRest, rightRest) === settling) return settling;
		let i = this.firstEdge(left, level);
		let j = this.firstEdge(right, level);
		for (;;) {
			const [one, other] = [this.letterAt(i), this.letterAt(j)];
			const letter = Math.min(one, other);
			if (letter === endOfEdges) return !settling;
			const held = this.#holds(
				question,
				one === letter ? this.childAt(i) : leftRest,
				other === letter ? this.childAt(j) : rightRest,
			);
			if (held === settling) return settling;
			if (one === letter) i += 2;
			if (other === letter) j += 2;
		}
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
