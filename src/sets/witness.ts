import type { PathRequest, Request, ResourceRequest } from "../model/request.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { pathProduct, resourceProduct } from "./products.ts";
import {
	type Dimension,
	dimensions,
	endOfPath,
	firstUnitLevel,
	levelOf,
	pathVerbLevel,
	type Space,
} from "./space.ts";

/** Which requests to show first. */
export interface Preferences {
	/** Words to try first in each part, the best first; then come those that the set names, then one made up. */
	readonly words?: Partial<Readonly<Record<Dimension, readonly string[]>>>;
	/** Sets whose requests are shown first, the most telling first. */
	readonly regions?: readonly PermissionSet[];
}

/**
 * A request of the set, undefined when it has none. The choice is the same for equal sets and preferences. Ask the
 * evaluator before showing it: a witness nobody checked is no proof.
 */
export function witness(set: PermissionSet, preferences: Preferences = {}): Request | undefined {
	for (const region of preferences.regions ?? []) {
		const part = set.intersection(region);
		if (!part.isEmpty) return anyOf(part, preferences);
	}
	return anyOf(set, preferences);
}

/** Some requests of a set, no two for the same verb on the same resource, the most telling first. */
export function witnesses(
	set: PermissionSet,
	most: number,
	preferences: Preferences = {},
): readonly Request[] {
	const found: Request[] = [];
	let rest = set;
	while (found.length < most) {
		const next = witness(rest, preferences);
		if (next === undefined) break;
		found.push(next);
		rest = rest.difference(alike(set.space, next));
	}
	return found;
}

function anyOf(set: PermissionSet, preferences: Preferences): Request | undefined {
	if (set.resources !== nothing) return resourceRequest(set, preferences);
	return set.paths === nothing ? undefined : pathRequest(set, preferences);
}

/** Each node but `nothing` has a member, so that the first choice is never regretted. */
function resourceRequest(
	{ space, resources }: PermissionSet,
	{ words }: Preferences,
): ResourceRequest {
	const chosen: Partial<Record<Dimension, string>> = {};
	let node = resources;
	for (const dimension of dimensions) {
		const preferred = [...(words?.[dimension] ?? usual[dimension](chosen))];
		const [word, child] = choice(space, node, levelOf[dimension], preferred, dimension);
		chosen[dimension] = word;
		node = child;
	}
	const { namespace = "", apiGroup = "", resource = "", subresource = "" } = chosen;
	const { verb = "", name = "" } = chosen;
	return { kind: "resource", verb, apiGroup, resource, subresource, namespace, name };
}

function pathRequest({ space, paths }: PermissionSet, { words }: Preferences): PathRequest {
	const preferred = words?.verb ?? ["get", "post"];
	const [verb, trie] = choice(space, paths, pathVerbLevel, preferred, "verb");
	return { kind: "path", verb, path: shortestPath(space, trie) };
}

function choice(
	space: Space,
	node: Node,
	level: number,
	preferred: readonly string[],
	dimension: Dimension,
): readonly [string, Node] {
	const { diagram } = space;
	for (const word of preferred) {
		const child = diagram.follow(node, level, space.knownLetter(word));
		if (child !== nothing) return [word, child];
	}
	const looksHere = diagram.level(node) === level;
	const named = looksHere ? diagram.edges(node).map(([letter]) => space.word(letter)) : [];
	for (const word of named.sort()) {
		const child = diagram.follow(node, level, space.knownLetter(word));
		if (child !== nothing) return [word, child];
	}
	return [unnamed(freshWords[dimension], named), looksHere ? diagram.fallback(node) : node];
}

type Chosen = Partial<Readonly<Record<Dimension, string>>>;

/** What is tried first where nobody says: the most usual, and what a real request would carry. */
const usual: Readonly<Record<Dimension, (chosen: Chosen) => readonly string[]>> = {
	namespace: () => ["default", "kube-system", ""],
	apiGroup: () => ["", "apps"],
	resource: () => ["secrets", "pods", "configmaps", "deployments"],
	subresource: () => [""],
	verb: () => ["list", "get", "create", "update", "patch", "delete", "watch"],
	name: ({ verb, subresource }) =>
		subresource !== "" || ["get", "update", "patch", "delete"].includes(verb ?? "")
			? ["example", ""]
			: [""],
};

const freshWords: Readonly<Record<Dimension, string>> = {
	namespace: "any-other",
	apiGroup: "any.example.com",
	resource: "examples",
	subresource: "any",
	verb: "any-verb",
	name: "example",
};

function unnamed(word: string, named: readonly string[]): string {
	if (!named.includes(word)) return word;
	let number = 2;
	while (named.includes(`${word}-${number}`)) number += 1;
	return `${word}-${number}`;
}

/** By breadth, so that it is as short as any; a slash first, as every path begins so. */
function shortestPath(space: Space, trie: Node): string {
	const { diagram } = space;
	let level: readonly (readonly [string, Node])[] = [["", trie]];
	while (level.length > 0) {
		const next: [string, Node][] = [];
		for (const [text, node] of level) {
			if (isPath(text) && endsHere(space, node, text)) return text;
			if (node === nothing) continue;
			next.push(...longer(text, node, diagram.level(node) === firstUnitLevel + text.length, space));
		}
		level = next;
	}
	// Only paths that no request can carry: the empty one, and those that begin with no slash.
	return oddPath(space, trie);
}

function isPath(text: string): boolean {
	return text.startsWith("/");
}

function endsHere({ diagram }: Space, node: Node, text: string): boolean {
	return diagram.follow(node, firstUnitLevel + text.length, endOfPath) === everything;
}

const units = ["/", "a", "b", "c", "d"];

function longer(
	text: string,
	node: Node,
	looksHere: boolean,
	{ diagram }: Space,
): readonly [string, Node][] {
	if (text === "") return [["/", diagram.follow(node, firstUnitLevel, "/".charCodeAt(0))]];
	if (!looksHere) return node === everything ? [[`${text}a`, node]] : [];
	const edges = diagram.edges(node).filter(([unit]) => unit !== endOfPath);
	const named = edges.map(([unit, child]): [string, Node] => [
		text + String.fromCharCode(unit),
		child,
	]);
	if (diagram.fallback(node) === nothing) return named;
	const free = units.find((unit) => !edges.some(([known]) => known === unit.charCodeAt(0)));
	const fresh = free ?? firstFree(edges.map(([unit]) => unit));
	return [[text + fresh, diagram.fallback(node)], ...named];
}

function firstFree(taken: readonly number[]): string {
	let unit = "e".charCodeAt(0);
	while (taken.includes(unit)) unit += 1;
	return String.fromCharCode(unit);
}

/** A member of a trie without regard to what servers accept. */
function oddPath({ diagram }: Space, trie: Node): string {
	let node = trie;
	let text = "";
	for (;;) {
		const level = firstUnitLevel + text.length;
		if (diagram.follow(node, level, endOfPath) === everything) return text;
		const [unit, child] = diagram
			.edges(node)
			.find(([one, target]) => one !== endOfPath && target !== nothing) ?? [
			firstFree(diagram.edges(node).map(([one]) => one)).charCodeAt(0),
			diagram.fallback(node),
		];
		text += String.fromCharCode(unit);
		node = child;
	}
}

/** All requests for the same verb on the same resource, or for the same path. */
function alike(space: Space, request: Request): PermissionSet {
	const verb = { only: [request.verb] };
	if (request.kind === "path") return pathProduct(space, verb, space.path(request.path, false));
	const { apiGroup, resource, subresource } = request;
	const what = { apiGroup: { only: [apiGroup] }, resource: { only: [resource] } };
	return resourceProduct(space, { ...what, subresource: { only: [subresource] }, verb });
}
