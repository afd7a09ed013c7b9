import type { Side } from "../model/statement.ts";
import type { Box } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { resourceProduct } from "../sets/products.ts";
import { anyWord, type Dimension, dimensions } from "../sets/space.ts";

/** From what matters least to where a set counts, which is told as exactly as can be. */
const order: readonly Dimension[] = dimensions.toReversed();

/**
 * Boxes of a set made as wide as the set allows; they may overlap then, and those that another holds are left out. With
 * `openOnly` lists of words stay, and only "all but some" grows.
 */
export function widened(
	set: PermissionSet,
	boxes: readonly Box[],
	openOnly = false,
): readonly Box[] {
	const words = new Map(
		order.map((dimension) => [dimension, openOnly ? [] : wordsOf(boxes, dimension)]),
	);
	const found: { readonly box: Box; readonly product: PermissionSet }[] = [];
	for (const box of boxes) {
		if (found.some(({ product }) => resourceProduct(set.space, box).isSubsetOf(product))) continue;
		const wide = order.reduce(
			(before, dimension) => wider(set, before, dimension, words.get(dimension) ?? []),
			box,
		);
		found.push({ box: wide, product: resourceProduct(set.space, wide) });
	}
	return found.filter(({ product }, index) => !isHeld(product, index, found)).map(({ box }) => box);
}

function wordsOf(boxes: readonly Box[], dimension: Dimension): readonly string[] {
	const words = boxes.flatMap(({ [dimension]: side }) =>
		"only" in side ? side.only : side.except,
	);
	return [...new Set(words)].sort();
}

function wider(set: PermissionSet, box: Box, dimension: Dimension, words: readonly string[]): Box {
	const fits = (side: Side): boolean =>
		resourceProduct(set.space, { ...box, [dimension]: side }).isSubsetOf(set);
	const side = box[dimension];
	const isListed = "only" in side;
	if (!(isListed && words.length === 0) && fits(anyWord)) return { ...box, [dimension]: anyWord };
	if (!isListed) {
		const except = side.except.filter((word) => !fits({ only: [word] }));
		return { ...box, [dimension]: { except } };
	}
	const more = words.filter((word) => !side.only.includes(word) && fits({ only: [word] }));
	return { ...box, [dimension]: { only: [...side.only, ...more].sort() } };
}

/** Does another hold it? Of equal ones the first stays. */
function isHeld(
	product: PermissionSet,
	index: number,
	all: readonly { readonly product: PermissionSet }[],
): boolean {
	return all.some((other, at) => {
		if (at === index || !product.isSubsetOf(other.product)) return false;
		return at < index || !product.equals(other.product);
	});
}
