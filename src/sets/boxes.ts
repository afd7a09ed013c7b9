import type { PathPattern, Side } from "../model/statement.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import {
	anyWord,
	type Dimension,
	dimensions,
	endOfPath,
	firstUnitLevel,
	levelOf,
	pathVerbLevel,
	type Space,
} from "./space.ts";

/** A product of sides. */
export type Box = Readonly<Record<Dimension, Side>>;

/** Requests for some paths with some verbs. */
export interface PathBox {
	readonly verb: Side;
	readonly path: PathPattern;
	/** Those of them that are not meant. */
	readonly except: readonly PathPattern[];
}

/** The resource requests of a set as boxes that do not overlap, at most `most` of them: undefined when there are more. */
export function disjointBoxes(set: PermissionSet, most: number): readonly Box[] | undefined {
	const boxes: Box[] = [];
	const isWhole = walk(set.space, set.resources, 0, {}, (sides) => {
		if (boxes.length >= most) return false;
		boxes.push(sides);
		return true;
	});
	return isWhole ? boxes : undefined;
}

/** The path requests of a set, in pieces that do not overlap. */
export function pathBoxes({ space, paths }: PermissionSet): readonly PathBox[] {
	return sidesOf(space, paths, pathVerbLevel).flatMap(({ side, child }) => {
		const pieces: Piece[] = [];
		collectPaths(space, child, pieces);
		return pieces.map((piece) => ({ verb: side, ...piece }));
	});
}

/** The letters of a level by where they lead, in the order of their first word. */
export function sidesOf(
	space: Space,
	node: Node,
	level: number,
): readonly { readonly side: Side; readonly child: Node }[] {
	const { diagram } = space;
	if (node === nothing) return [];
	if (diagram.level(node) !== level) return [{ side: anyWord, child: node }];
	const byChild = new Map<Node, string[]>();
	const named: string[] = [];
	for (const [letter, child] of diagram.edges(node)) {
		const word = space.word(letter);
		named.push(word);
		const same = byChild.get(child);
		if (same === undefined) byChild.set(child, [word]);
		else same.push(word);
	}
	const found = [...byChild].map(([child, words]): { side: Side; child: Node } => ({
		side: { only: words.sort() },
		child,
	}));
	found.push({ side: { except: named.sort() }, child: diagram.fallback(node) });
	return found.filter(({ child }) => child !== nothing);
}

function walk(
	space: Space,
	node: Node,
	depth: number,
	sides: Partial<Record<Dimension, Side>>,
	found: (box: Box) => boolean,
): boolean {
	const dimension = dimensions[depth];
	if (node === nothing) return true;
	if (dimension === undefined) return found({ ...all, ...sides });
	return sidesOf(space, node, levelOf[dimension]).every(({ side, child }) =>
		walk(space, child, depth + 1, { ...sides, [dimension]: side }, found),
	);
}

const all: Box = {
	namespace: anyWord,
	apiGroup: anyWord,
	resource: anyWord,
	subresource: anyWord,
	verb: anyWord,
	name: anyWord,
};

interface Piece {
	readonly path: PathPattern;
	readonly except: PathPattern[];
}

/**
 * A trie alternates: below a place where all is in the set, single paths and whole branches are not, below those some
 * may be again.
 */
function collectPaths(space: Space, start: Node, pieces: Piece[]): void {
	const { diagram } = space;
	const visit = (node: Node, text: string, around: Piece | undefined): void => {
		// What all longer paths lead to that nobody names; a node without edges is that itself.
		const rest = node <= everything ? node : diagram.fallback(node);
		const below = { text, isPrefix: true };
		if (rest === nothing) around?.except.push(below);
		const piece = rest === everything ? (around ?? opened(below, pieces)) : undefined;
		const exact = diagram.follow(node, firstUnitLevel + text.length, endOfPath);
		if (exact !== rest) single({ text, isPrefix: false }, piece, pieces);
		for (const [unit, child] of diagram.edges(node)) {
			if (unit !== endOfPath) visit(child, text + String.fromCharCode(unit), piece);
		}
	};
	visit(start, "", undefined);
}

/** A path that is unlike those that go on from it. */
function single(path: PathPattern, around: Piece | undefined, pieces: Piece[]): void {
	if (around === undefined) opened(path, pieces);
	else around.except.push(path);
}

function opened(path: PathPattern, pieces: Piece[]): Piece {
	const piece = { path, except: [] };
	pieces.push(piece);
	return piece;
}
