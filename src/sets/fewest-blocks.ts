import { type Block, blockAround, grownBlock, hasAtom } from "./block.ts";
import type { Atom, Grid } from "./grid.ts";
import { type Bits, type Candidate, smallestCover } from "./smallest-cover.ts";

export interface Blocks {
	readonly blocks: readonly Block[];
	/** Nothing smaller is possible; false where the search was cut short. */
	readonly isFewest: boolean;
}

/** The fewest blocks around atoms that have nothing to do with other ones: no block can hold atoms of two parts. */
export function fewestBlocks(grid: Grid, part: readonly Atom[]): Blocks {
	const { candidates, isComplete } = candidatesFor(grid, part);
	const cover = smallestCover(
		allOf(part),
		candidates.map((block) => asCandidate(grid, block, part)),
	);
	const blocks = (cover?.chosen ?? []).map((index) => candidates[index] ?? []);
	const isProven = isComplete && cover?.isSmallest === true;
	return { blocks, isFewest: isProven || blocks.length <= countApart(grid, part) };
}

/** How many atoms no two of which fit in one block: so many blocks are needed. */
function countApart(grid: Grid, part: readonly Atom[]): number {
	const apart: Atom[] = [];
	for (const atom of part) {
		if (apart.every((other) => blockAround(grid, [atom, other]) === undefined)) apart.push(atom);
	}
	return apart.length;
}

/** The atoms in parts: two that fit in one block are in one part. */
export function partsOf(grid: Grid, atoms: readonly Atom[]): readonly (readonly Atom[])[] {
	const parts: Atom[][] = [];
	for (const atom of atoms) {
		const touching = parts.filter((part) =>
			part.some((other) => blockAround(grid, [atom, other]) !== undefined),
		);
		const joined = [...touching.flat(), atom];
		for (const part of touching) parts.splice(parts.indexOf(part), 1);
		parts.push(joined);
	}
	return parts;
}

/** Which atoms of a list a block covers. */
export function coveredBits(block: Block, atoms: readonly Atom[]): Bits {
	let bits = 0n;
	for (const [index, atom] of atoms.entries()) {
		if (hasAtom(block, atom)) bits |= 1n << BigInt(index);
	}
	return bits;
}

export function allOf(atoms: readonly Atom[]): Bits {
	return (1n << BigInt(atoms.length)) - 1n;
}

/** A block as a candidate for a cover; the cost is its words. */
export function asCandidate(grid: Grid, block: Block, atoms: readonly Atom[]): Candidate {
	const cost = block
		.flatMap((letters, side) => letters.map((letter) => grid.letters[side]?.[letter]?.length ?? 0))
		.reduce((sum, count) => sum + count, 0);
	return { bits: coveredBits(block, atoms), cost };
}

const mostLooks = 3000;

/** Every largest block, when that is soon done; else those that grow out of each atom. */
function candidatesFor(
	grid: Grid,
	part: readonly Atom[],
): { readonly candidates: readonly Block[]; readonly isComplete: boolean } {
	const largest = new LargestBlocks(grid, part);
	if (largest.isComplete) return { candidates: largest.found, isComplete: true };
	const letters = grid.letters.map((_, side) => [...new Set(part.map((atom) => atom[side] ?? 0))]);
	const byText = new Map<string, Block>();
	const add = (block: Block): void => void byText.set(JSON.stringify(block), block);
	for (const block of largest.found) add(block);
	for (const atom of part) {
		for (const order of ordersOf(grid.letters.map((_, side) => side))) {
			const grown = grownBlock(grid, atom, order, letters);
			const around = blockAround(
				grid,
				part.filter((other) => hasAtom(grown, other)),
			);
			if (around !== undefined) add(around);
		}
	}
	return { candidates: [...byText.values()], isComplete: false };
}

function ordersOf(sides: readonly number[]): readonly (readonly number[])[] {
	if (sides.length <= 1) return [sides];
	return sides.flatMap((first) =>
		ordersOf(sides.filter((side) => side !== first)).map((rest) => [first, ...rest]),
	);
}

/** Finds the blocks to which no atom of a part can be added. */
class LargestBlocks {
	readonly found: Block[] = [];
	isComplete = true;
	readonly #grid: Grid;
	readonly #part: readonly Atom[];
	readonly #seen = new Set<Bits>();
	#looks = 0;

	constructor(grid: Grid, part: readonly Atom[]) {
		this.#grid = grid;
		this.#part = part;
		const [first] = part;
		if (first !== undefined) this.#grow([], part, []);
	}

	/** Blocks with all of `inside`, some of `open`, and none of `out`. */
	#grow(inside: readonly Atom[], open: readonly Atom[], out: readonly Atom[]): void {
		if (this.#looks >= mostLooks) {
			this.isComplete = false;
			return;
		}
		this.#looks += 1;
		const whole = blockAround(this.#grid, [...inside, ...open]);
		if (whole !== undefined) {
			if (!out.some((atom) => this.#fits(whole, atom))) this.#add(whole);
			return;
		}
		const excluded = [...out];
		for (const [index, atom] of open.entries()) {
			const block = blockAround(this.#grid, [...inside, atom]);
			if (block === undefined) continue;
			// An earlier branch has found every block with this atom and one of those left out.
			if (excluded.some((other) => hasAtom(block, other))) continue;
			const within = this.#part.filter((other) => hasAtom(block, other));
			const rest = open
				.slice(index + 1)
				.filter((other) => !hasAtom(block, other) && this.#fits(block, other));
			this.#grow(
				within,
				rest,
				excluded.filter((other) => this.#fits(block, other)),
			);
			excluded.push(atom);
		}
	}

	#fits(block: Block, atom: Atom): boolean {
		const joined = block.map((letters, side) => {
			const letter = atom[side] ?? 0;
			return letters.includes(letter) ? letters : [...letters, letter];
		});
		return blockAround(this.#grid, corners(joined)) !== undefined;
	}

	#add(block: Block): void {
		const bits = coveredBits(block, this.#part);
		if (this.#seen.has(bits)) return;
		this.#seen.add(bits);
		this.found.push(block);
	}
}

/** Atoms whose least product is the block. */
function corners(block: Block): readonly Atom[] {
	const most = Math.max(...block.map((letters) => letters.length));
	return Array.from({ length: most }, (_, index) =>
		block.map((letters) => letters[Math.min(index, letters.length - 1)] ?? 0),
	);
}
