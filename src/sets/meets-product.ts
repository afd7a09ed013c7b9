import type { Side } from "../model/statement.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { ResourceSides } from "./products.ts";
import { anyWord, dimensions, type Space } from "./space.ts";

/** Has a set a request whose parts are each on their side? As `meets` says, but nothing is made for the question. */
export function meetsProduct(set: PermissionSet, sides: ResourceSides): boolean {
	const wanted = dimensions.map((dimension) => sides[dimension] ?? anyWord);
	if (wanted.some((side) => "only" in side && side.only.length === 0)) return false;
	return meets(set.space, set.resources, wanted);
}

function meets(space: Space, node: Node, wanted: readonly Side[]): boolean {
	if (node <= everything) return node === everything;
	const { diagram } = space;
	const level = diagram.level(node);
	const side = wanted[level] ?? anyWord;
	if ("only" in side) {
		return side.only.some((word) =>
			meets(space, diagram.follow(node, level, space.knownLetter(word)), wanted),
		);
	}
	const except = new Set(side.except.map((word) => space.knownLetter(word)));
	const isBelow = (child: Node): boolean => child !== nothing && meets(space, child, wanted);
	// Alphabets are infinite: the letters that nobody names are always some of them.
	return (
		isBelow(diagram.fallback(node)) ||
		diagram.edges(node).some(([letter, child]) => !except.has(letter) && isBelow(child))
	);
}
