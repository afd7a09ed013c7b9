import { gridOf, roomFor } from "./grid.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { levelOf, type Space } from "./space.ts";
import type { Mark, WordedGrid } from "./worded-grid.ts";
import { writableWords } from "./writable-words.ts";

const fields = ["apiGroups", "resources", "verbs", "resourceNames"] as const;

/** The resource requests of a set that looks at no namespace, as atoms that rules are made of. */
export function resourceGrid(set: PermissionSet, mark: Mark | undefined): WordedGrid {
	const named = writableWords(set);
	const words = fields.map((field) => ["*", ...named[field]]);
	const sizes = words.map(({ length }) => length);
	const entries = words[1] ?? [];
	const grid = gridOf({
		sizes,
		held: heldAtoms(set, words, sizes),
		above: (side, word) =>
			fields[side] === "resources" ? aboveEntry(entries, word) : word === 0 ? [] : [0],
		mark:
			mark &&
			((side, word) => mark(fields[side] ?? "verbs", words[side]?.[word] ?? "", word === 0)),
	});
	return { grid, fields, words };
}

function heldAtoms(
	{ space, resources }: PermissionSet,
	[groups = [], entries = [], verbs = [], names = []]: readonly (readonly string[])[],
	sizes: readonly number[],
): Uint8Array {
	const held = roomFor(sizes);
	const walk = new Walk(space);
	const targets = entries.map((entry, index) => (index === 0 ? undefined : targetOf(entry)));
	const last = new Map<Node, Uint8Array>();
	let at = 0;
	for (const inGroup of walk.children(resources, levelOf.apiGroup, groups)) {
		for (const target of targets) {
			const node = walk.onTarget(inGroup, target);
			let slice = last.get(node);
			if (slice === undefined) {
				slice = Uint8Array.from(
					walk
						.children(node, levelOf.verb, verbs)
						.flatMap((verb) => walk.children(verb, levelOf.name, names))
						.map((end) => Number(end === everything)),
				);
				last.set(node, slice);
			}
			held.set(slice, at);
			at += slice.length;
		}
	}
	return held;
}

/** An entry of `resources` as resource and subresource; undefined as resource is that of any. */
interface Target {
	readonly resource: string | undefined;
	readonly subresource: string;
}

/** `*` slash a subresource is that of any resource; a resource called `*` cannot be named. */
function targetOf(entry: string): Target {
	const slash = entry.indexOf("/");
	if (slash < 0) return { resource: entry, subresource: "" };
	const resource = entry.slice(0, slash);
	return { resource: resource === "*" ? undefined : resource, subresource: entry.slice(slash + 1) };
}

function aboveEntry(entries: readonly string[], word: number): readonly number[] {
	if (word === 0) return [];
	const entry = entries[word] ?? "";
	const slash = entry.indexOf("/");
	if (slash < 0 || entry.startsWith("*/")) return [0];
	return [entries.indexOf(`*${entry.slice(slash)}`)];
}

/** Goes down a diagram by words, or by all words at once. */
class Walk {
	readonly #space: Space;
	readonly #common = new Map<Node, Node>();

	constructor(space: Space) {
		this.#space = space;
	}

	/** Where each word leads; the first stands for all. */
	children(node: Node, level: number, words: readonly string[]): readonly Node[] {
		return words.map((word, index) =>
			index === 0 ? this.#ofAll(node, level) : this.#child(node, level, word),
		);
	}

	/** The verbs and names allowed on all that a target stands for; undefined is every resource and subresource. */
	onTarget(group: Node, target: Target | undefined): Node {
		const { resource, subresource } = target ?? {};
		const below = (node: Node): Node =>
			subresource === undefined
				? this.#ofAll(node, levelOf.subresource)
				: this.#child(node, levelOf.subresource, subresource);
		if (resource !== undefined) return below(this.#child(group, levelOf.resource, resource));
		return this.#meetOf(this.#each(group, levelOf.resource).map(below));
	}

	#child(node: Node, level: number, word: string): Node {
		return this.#space.diagram.follow(node, level, this.#space.knownLetter(word));
	}

	#ofAll(node: Node, level: number): Node {
		if (this.#space.diagram.level(node) !== level) return node;
		let common = this.#common.get(node);
		if (common === undefined) {
			common = this.#meetOf(this.#each(node, level));
			this.#common.set(node, common);
		}
		return common;
	}

	/** Wherever a letter may lead. */
	#each(node: Node, level: number): readonly Node[] {
		const { diagram } = this.#space;
		if (diagram.level(node) !== level) return [node];
		return [...new Set([diagram.fallback(node), ...diagram.edges(node).map(([, child]) => child)])];
	}

	#meetOf(nodes: readonly Node[]): Node {
		const { diagram } = this.#space;
		if (nodes.includes(nothing)) return nothing;
		return nodes.reduce((one, other) => diagram.apply("intersection", one, other), everything);
	}
}
