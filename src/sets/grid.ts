import { SetTooLarge } from "./set-too-large.ts";

/**
 * What of a set can be written as rules: products of letters, where a letter stands for words that are alike
 * everywhere. An atom takes one letter of each side. A set that rules can write is the union of its largest atoms,
 * and what several rules allow together is, atom by atom, in one of them: alphabets are infinite.
 */
export interface Grid {
	/** Each side's letters, each with its words as indices into the list of words it was made from. */
	readonly letters: readonly (readonly (readonly number[])[])[];
	/** Is all of the atom in the set? */
	readonly holds: (atom: Atom) => boolean;
	/** The atoms of the set that are in no larger one. */
	readonly largest: readonly Atom[];
}

/** The index of a letter on each side. */
export type Atom = readonly number[];

/** A grid whose letters are single words yet. */
export interface WordGrid {
	/** How many words each side has. */
	readonly sizes: readonly number[];
	/** 1 for atoms in the set, sides nested in order. */
	readonly held: Uint8Array;
	/** The words of a side that stand for a word and more: `*` for `get`. */
	readonly above: (side: number, word: number) => readonly number[];
	/** Words that differ in this are kept apart; undefined keeps none. */
	readonly mark: ((side: number, word: number) => string) | undefined;
}

const mostAtoms = 6_000_000;

/** An empty table for so many words a side. */
export function roomFor(sizes: readonly number[]): Uint8Array {
	const count = sizes.reduce((product, size) => product * size, 1);
	if (count > mostAtoms) throw new SetTooLarge();
	return new Uint8Array(count);
}

export function gridOf(words: WordGrid): Grid {
	let table: Table = { sizes: words.sizes, states: withLargest(words) };
	const letters = words.sizes.map((_, side) => {
		const merged = mergeAlike(table, side, words.mark);
		table = merged.table;
		return merged.letters;
	});
	const { sizes, states } = table;
	return {
		letters,
		holds: (atom) => (states[indexOf(atom, sizes)] ?? 0) > 0,
		largest: atomsIn(table),
	};
}

/** 0 for an atom that is not in the set, 1 for one that is, 2 for a largest one. */
interface Table {
	readonly sizes: readonly number[];
	readonly states: Uint8Array;
}

function indexOf(atom: Atom, sizes: readonly number[]): number {
	let index = 0;
	for (let side = 0; side < sizes.length; side += 1) {
		index = index * (sizes[side] ?? 0) + (atom[side] ?? 0);
	}
	return index;
}

/** An atom is largest when no step up on one side stays in the set: what lies between two atoms is in the larger. */
function withLargest({ sizes, held, above }: WordGrid): Uint8Array {
	const states = held.slice();
	const strides = stridesOf(sizes);
	const steps = sizes.map((size, side) =>
		Array.from({ length: size }, (_, word) =>
			above(side, word).map((higher) => (higher - word) * (strides[side] ?? 0)),
		),
	);
	for (let index = 0; index < held.length; index += 1) {
		if (held[index] === 0) continue;
		const isBelow = steps.some((ofWord, side) =>
			ofWord[wordAt(index, side, sizes, strides)]?.some((step) => held[index + step] === 1),
		);
		if (!isBelow) states[index] = 2;
	}
	return states;
}

function stridesOf(sizes: readonly number[]): readonly number[] {
	return sizes.map((_, side) => sizes.slice(side + 1).reduce((product, size) => product * size, 1));
}

function wordAt(
	index: number,
	side: number,
	sizes: readonly number[],
	strides: readonly number[],
): number {
	return Math.floor(index / (strides[side] ?? 1)) % (sizes[side] ?? 1);
}

/** Makes one letter of the words of a side that have the same atoms; those without a largest atom are left out. */
function mergeAlike(
	{ sizes, states }: Table,
	side: number,
	mark: WordGrid["mark"],
): { readonly letters: readonly (readonly number[])[]; readonly table: Table } {
	const stride = stridesOf(sizes)[side] ?? 1;
	const size = sizes[side] ?? 0;
	const rows = states.length / Math.max(1, stride * size);
	const bySlice = new Map<string, number[]>();
	for (let word = 0; word < size; word += 1) {
		let slice = "";
		for (let row = 0; row < rows; row += 1) {
			const from = (row * size + word) * stride;
			slice += states.subarray(from, from + stride).join("");
		}
		if (!slice.includes("2")) continue;
		const key = `${mark?.(side, word) ?? ""}\n${slice}`;
		const alike = bySlice.get(key);
		if (alike === undefined) bySlice.set(key, [word]);
		else alike.push(word);
	}
	const letters = [...bySlice.values()];
	const merged = new Uint8Array(rows * letters.length * stride);
	for (let row = 0; row < rows; row += 1) {
		for (const [letter, [word = 0]] of letters.entries()) {
			const from = (row * size + word) * stride;
			merged.set(states.subarray(from, from + stride), (row * letters.length + letter) * stride);
		}
	}
	return { letters, table: { sizes: sizes.with(side, letters.length), states: merged } };
}

function atomsIn({ sizes, states }: Table): readonly Atom[] {
	const strides = stridesOf(sizes);
	const atoms: Atom[] = [];
	for (const [index, state] of states.entries()) {
		if (state === 2) atoms.push(sizes.map((_, side) => wordAt(index, side, sizes, strides)));
	}
	return atoms;
}
