import type { Side } from "../model/statement.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import { PermissionSet } from "./permission-set.ts";
import { anyWord, dimensions, levelOf, pathVerbLevel, type Space } from "./space.ts";

/** A side for each part of a resource request; parts that are left out may be any word. */
export type ResourceSides = Partial<Readonly<Record<(typeof dimensions)[number], Side>>>;

/** The resource requests whose parts are each on their side. */
export function resourceProduct(space: Space, sides: ResourceSides): PermissionSet {
	let node: Node = everything;
	for (const dimension of dimensions.toReversed()) {
		node = space.branch(levelOf[dimension], sides[dimension] ?? anyWord, node);
	}
	return new PermissionSet(space, node, nothing);
}

/** Requests with these verbs for the paths of a trie. */
export function pathProduct(space: Space, verbs: Side, paths: Node): PermissionSet {
	return new PermissionSet(space, nothing, space.branch(pathVerbLevel, verbs, paths));
}
