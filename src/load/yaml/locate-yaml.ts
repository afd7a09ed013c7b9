import type { Node, YAMLMap } from "yaml";
import type { FieldPath } from "../../model/origin.ts";
import { yamlLibrary } from "./yaml-library.ts";

/** Finds the offset of a field, or of the nearest enclosing one that is there; through aliases and merges. */
export function yamlLocator(root: Node | null): (path: FieldPath) => number {
	const anchors = anchorsOf(root);
	return (path) => {
		let node = root;
		let at = root?.range?.[0] ?? 0;
		for (const step of path) {
			const found = stepInto(resolve(node, anchors), step, anchors, 0);
			if (found === undefined) break;
			at = found.at;
			node = found.value;
		}
		return at;
	};
}

interface Found {
	readonly at: number;
	readonly value: Node | null;
}

type Anchors = ReadonlyMap<string, Node>;

function anchorsOf(root: Node | null): Anchors {
	const anchors = new Map<string, Node>();
	if (root === null) return anchors;
	yamlLibrary().visit(root, {
		Node: (_key, node) => {
			if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
		},
	});
	return anchors;
}

function resolve(node: Node | null, anchors: Anchors): Node | null {
	return yamlLibrary().isAlias(node) ? (anchors.get(node.source) ?? null) : node;
}

function stepInto(
	node: Node | null,
	step: string | number,
	anchors: Anchors,
	merges: number,
): Found | undefined {
	const { isMap, isSeq } = yamlLibrary();
	if (isMap(node)) return fieldOf(node, String(step), anchors, merges);
	if (!isSeq(node) || typeof step !== "number") return undefined;
	const item = node.items[step] as Node | null | undefined;
	return item?.range ? { at: item.range[0], value: item } : undefined;
}

/** The last of several entries of a name counts, be it the mapping's own or merged. */
function fieldOf(node: YAMLMap, name: string, anchors: Anchors, merges: number): Found | undefined {
	const { isScalar } = yamlLibrary();
	let found: Found | undefined;
	for (const pair of node.items) {
		const key = resolve(asNode(pair.key), anchors);
		if (!isScalar(key)) continue;
		if (key.value === "<<" && key.type === "PLAIN") {
			found = mergedField(asNode(pair.value), name, anchors, merges) ?? found;
		} else if (String(key.value) === name) {
			found = { at: asNode(pair.key)?.range?.[0] ?? 0, value: asNode(pair.value) };
		}
	}
	return found;
}

function mergedField(
	value: Node | null,
	name: string,
	anchors: Anchors,
	merges: number,
): Found | undefined {
	if (merges > 10) return undefined;
	const sources = yamlLibrary().isSeq(value) ? value.items : [value];
	for (const source of sources) {
		const found = stepInto(resolve(asNode(source), anchors), name, anchors, merges + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}

function asNode(value: unknown): Node | null {
	return (value ?? null) as Node | null;
}
