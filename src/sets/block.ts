import type { Atom, Grid } from "./grid.ts";

/** A product of letters, all of whose atoms are in the set: one rule. */
export type Block = readonly (readonly number[])[];

export function blockOf(atom: Atom): Block {
	return atom.map((letter) => [letter]);
}

/** The least product around atoms; undefined when it holds more than the set does. */
export function blockAround(grid: Grid, atoms: readonly Atom[]): Block | undefined {
	const block = spanOf(grid, atoms);
	return isWithin(grid, block) ? block : undefined;
}

function spanOf(grid: Grid, atoms: readonly Atom[]): Block {
	return grid.letters.map((_, side) =>
		[...new Set(atoms.map((atom) => atom[side] ?? 0))].sort((one, other) => one - other),
	);
}

function isWithin(grid: Grid, block: Block): boolean {
	const atom = block.map(() => 0);
	const from = (side: number): boolean => {
		const letters = block[side];
		if (letters === undefined) return grid.holds(atom);
		return letters.every((letter) => {
			atom[side] = letter;
			return from(side + 1);
		});
	};
	return from(0);
}

export function hasAtom(block: Block, atom: Atom): boolean {
	return block.every((letters, side) => letters.includes(atom[side] ?? -1));
}

/** The largest block that grows out of an atom side by side, in the given order, using these letters. */
export function grownBlock(
	grid: Grid,
	start: Atom,
	order: readonly number[],
	letters: readonly (readonly number[])[],
): Block {
	let block = blockOf(start);
	for (const side of order) {
		const grown = (letters[side] ?? []).filter(
			(letter) => letter === start[side] || isWithin(grid, block.with(side, [letter])),
		);
		block = block.with(side, grown);
	}
	return block;
}
