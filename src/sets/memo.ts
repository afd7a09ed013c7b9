import { SetTooLarge } from "./set-too-large.ts";

/** What has been worked out already, by an operation and two nodes: a hash table in one list of numbers. */
export class Memo {
	/** `operation, left, right, result` a slot; operation 0 is a free one. */
	#slots = new Int32Array(1 << 14);
	#count = 0;
	readonly #budget: number;

	/** `budget`: how many numbers it may hold. */
	constructor(budget: number) {
		this.#budget = budget;
	}

	/** -1 for what has not been worked out yet. */
	get(operation: number, left: number, right: number): number {
		const at = slotOf(this.#slots, operation, left, right);
		return this.#slots[at] === 0 ? -1 : (this.#slots[at + 3] ?? -1);
	}

	set(operation: number, left: number, right: number, result: number): void {
		if (this.#count * 8 >= this.#slots.length) this.#grow();
		const slots = this.#slots;
		const at = slotOf(slots, operation, left, right);
		slots[at] = operation;
		slots[at + 1] = left;
		slots[at + 2] = right;
		slots[at + 3] = result;
		this.#count += 1;
	}

	#grow(): void {
		const old = this.#slots;
		if (old.length * 2 > this.#budget) throw new SetTooLarge();
		const grown = new Int32Array(old.length * 2);
		for (let at = 0; at < old.length; at += 4) {
			if (old[at] === 0) continue;
			const slot = slotOf(grown, old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0);
			for (let i = 0; i < 4; i += 1) grown[slot + i] = old[at + i] ?? 0;
		}
		this.#slots = grown;
	}
}

/** Where an entry stands, or belongs. */
function slotOf(slots: Int32Array, operation: number, left: number, right: number): number {
	const mask = slots.length / 4 - 1;
	let slot = mixed(mixed(operation, left), right) & mask;
	for (;;) {
		const at = slot * 4;
		if (slots[at] === 0) return at;
		if (slots[at] === operation && slots[at + 1] === left && slots[at + 2] === right) return at;
		slot = (slot + 1) & mask;
	}
}

/** A hash, and one more number put into it. */
export function mixed(hash: number, value: number): number {
	const sum = Math.imul(hash ^ value, 0x9e3779b1);
	return (sum ^ (sum >>> 15)) >>> 0;
}
