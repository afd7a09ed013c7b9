import type {
	PathPattern,
	PathStatement,
	ResourceStatement,
	Statement,
	Thing,
} from "../model/statement.ts";
import { type Box, disjointBoxes, type PathBox, pathBoxes } from "./boxes.ts";
import { type Node, nothing } from "./nodes.ts";
import { PermissionSet } from "./permission-set.ts";
import { pathProduct, resourceProduct } from "./products.ts";
import { anyWord, type Dimension, dimensions, type Space } from "./space.ts";

/** All that a statement says. */
export function setOfStatement(space: Space, statement: Statement): PermissionSet {
	if (statement.kind === "path") {
		const { verbs, paths, except } = statement;
		return pathProduct(space, verbs, pathsOf(space, paths)).difference(
			pathProduct(space, verbs, pathsOf(space, except)),
		);
	}
	const { verbs: verb, names: name, namespaces: namespace } = statement;
	const none = new PermissionSet(space, nothing, nothing);
	return statement.things.reduce((all, { apiGroups, resources, subresources }) => {
		const what = { apiGroup: apiGroups, resource: resources, subresource: subresources };
		return all.union(resourceProduct(space, { namespace, ...what, verb, name }));
	}, none);
}

function pathsOf(space: Space, patterns: readonly PathPattern[]): Node {
	return patterns
		.map(({ text, isPrefix }) => space.path(text, isPrefix))
		.reduce((all, one) => space.diagram.apply("union", all, one), nothing);
}

interface StatementOptions {
	/** A set around it: where all of it is in this, `all but …` is told as `all`. */
	readonly within?: PermissionSet;
	/** Only this part of the set is worth telling: words that do not touch it are left out. */
	readonly telling?: PermissionSet;
	/** Namespaces are told as they are, whatever holds around the set: `outside payments` stays that. */
	readonly isScopeExact?: boolean;
}

/** So many boxes are looked at; what has more is told in part. */
const mostBoxes = 3000;

/**
 * A set in few lines, together all of it and, without options, nothing else. `isWhole` is false where there would be
 * too many to be of use.
 */
export function statementsOf(
	set: PermissionSet,
	options: StatementOptions = {},
): { readonly statements: readonly Statement[]; readonly isWhole: boolean } {
	const { within = set, telling = set, isScopeExact = false } = options;
	const around = isScopeExact ? set : within;
	const whole = disjointBoxes(set, mostBoxes);
	const boxes = (whole ?? [])
		.map((box) => told(widened(box, within, around), telling))
		.filter((box) => box !== undefined);
	const merged = (["namespace", "verb", "name"] as const).reduce(
		(all, dimension) => mergedAlong(all, dimension),
		withoutCovered(boxes, set),
	);
	return {
		statements: [...joined(merged), ...pathStatements(set, within, telling)],
		isWhole: whole !== undefined,
	};
}

/** `all but payments` as `all`, where that is true as well. */
function widened(box: Box, within: PermissionSet, aroundScope: PermissionSet): Box {
	let wide = box;
	for (const dimension of dimensions) {
		const side = wide[dimension];
		if ("only" in side || side.except.length === 0) continue;
		const wider = { ...wide, [dimension]: anyWord };
		const around = dimension === "namespace" ? aroundScope : within;
		if (resourceProduct(within.space, wider).isSubsetOf(around)) wide = wider;
	}
	return wide;
}

/** The words of a box that touch what is worth telling; undefined when none do. */
function told(box: Box, telling: PermissionSet): Box | undefined {
	const touches = (sides: Box): boolean => resourceProduct(telling.space, sides).meets(telling);
	if (!touches(box)) return undefined;
	let rest = box;
	for (const dimension of dimensions) {
		const side = rest[dimension];
		if (!("only" in side)) continue;
		const only = side.only.filter((word) => touches({ ...rest, [dimension]: { only: [word] } }));
		rest = { ...rest, [dimension]: { only } };
	}
	return scopedBy(rest, touches);
}

/** A set without regard to namespaces may only be worth telling with one, or without. */
function scopedBy(box: Box, touches: (box: Box) => boolean): Box {
	if ("only" in box.namespace || box.namespace.except.includes("")) return box;
	const outside = { ...box, namespace: { only: [""] } };
	const inside = { ...box, namespace: { except: ["", ...box.namespace.except] } };
	if (!touches(inside)) return outside;
	return touches(outside) ? box : inside;
}

/** After widening, one box may hold another. */
function withoutCovered(boxes: readonly Box[], { space }: PermissionSet): readonly Box[] {
	if (boxes.length > 400) return boxes;
	const sets = boxes.map((box) => resourceProduct(space, box));
	return boxes.filter((_, i) => {
		const own = sets[i];
		return !sets.some(
			(other, j) =>
				own !== undefined && i !== j && own.isSubsetOf(other) && (i > j || !other.isSubsetOf(own)),
		);
	});
}

/** Boxes that differ in one part alone are one box. */
function mergedAlong(boxes: readonly Box[], along: Dimension): readonly Box[] {
	const groups = new Map<string, Box[]>();
	for (const box of boxes) {
		const isListed = "only" in box[along];
		const key = JSON.stringify([{ ...box, [along]: isListed ? "" : box[along] }]);
		groups.set(key, [...(groups.get(key) ?? []), box]);
	}
	return [...groups.values()].flatMap((group) => {
		const words = group.flatMap((box) => ("only" in box[along] ? box[along].only : []));
		const [first] = group;
		if (first === undefined || words.length === 0) return group;
		return [{ ...first, [along]: { only: [...new Set(words)].sort() } }];
	});
}

/** Lines with the same verbs, names and namespaces become one line about several things. */
function joined(boxes: readonly Box[]): readonly ResourceStatement[] {
	const byRest = new Map<string, { readonly first: Box; readonly things: Thing[] }>();
	for (const box of boxes) {
		const key = JSON.stringify([box.namespace, box.verb, box.name]);
		let line = byRest.get(key);
		if (line === undefined) {
			line = { first: box, things: [] };
			byRest.set(key, line);
		}
		const { apiGroup: apiGroups, resource: resources, subresource: subresources } = box;
		line.things.push({ apiGroups, resources, subresources });
	}
	return [...byRest.values()].map(({ first, things }) => ({
		kind: "resource",
		verbs: first.verb,
		things,
		names: first.name,
		namespaces: first.namespace,
	}));
}

function pathStatements(
	set: PermissionSet,
	within: PermissionSet,
	telling: PermissionSet,
): readonly PathStatement[] {
	const { space } = set;
	const wide = pathBoxes(set)
		.map((box) => widenedPaths(space, box, within))
		.filter(({ set: own }) => own.meets(telling));
	const lines = new Map<string, PathStatement & { readonly paths: PathPattern[] }>();
	for (const { box, set: own } of wide) {
		if (
			wide.some((other) => other.set !== own && own.isSubsetOf(other.set) && !own.equals(other.set))
		)
			continue;
		// Exceptions are those of one path: it shares its line with no other.
		const key = JSON.stringify([box.verb, box.except.length > 0 ? box : ""]);
		const { verb: verbs, except } = box;
		const line = lines.get(key) ?? { kind: "path", verbs, paths: [], except };
		if (
			!line.paths.some(
				({ text, isPrefix }) => text === box.path.text && isPrefix === box.path.isPrefix,
			)
		)
			line.paths.push(box.path);
		lines.set(key, line);
	}
	return [...lines.values()];
}

/** `all but /healthz` as all, and `any verb but get` as any verb, where that is true as well. */
function widenedPaths(
	space: Space,
	box: PathBox,
	within: PermissionSet,
): { readonly box: PathBox; readonly set: PermissionSet } {
	const whole = pathProduct(space, box.verb, pathsOf(space, [box.path]));
	if (!whole.isSubsetOf(within)) {
		const holes = pathProduct(space, box.verb, pathsOf(space, box.except));
		return { box, set: whole.difference(holes) };
	}
	const anyVerb = pathProduct(space, anyWord, pathsOf(space, [box.path]));
	const isAny = "except" in box.verb && anyVerb.isSubsetOf(within);
	const verb = isAny ? anyWord : box.verb;
	return { box: { ...box, verb, except: [] }, set: isAny ? anyVerb : whole };
}
