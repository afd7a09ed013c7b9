import { everything, type Node } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { levelOf, type Space } from "./space.ts";

type ResourceField = "apiGroups" | "resources" | "verbs" | "resourceNames";

/** Every word about resources that a set tells apart and that a rule can write, field by field. */
export function writableWords({
	space,
	resources,
}: PermissionSet): Readonly<Record<ResourceField, readonly string[]>> {
	const search = new Search(space);
	search.visit(resources);
	return {
		apiGroups: [...search.groups],
		resources: [...search.entries],
		verbs: [...search.verbs],
		resourceNames: [...search.names],
	};
}

/** In a rule, `*` is no name for what is called so, but of objects. */
class Search {
	readonly groups = new Set<string>();
	readonly entries = new Set<string>();
	readonly verbs = new Set<string>();
	readonly names = new Set<string>();
	readonly #space: Space;
	readonly #seen = new Set<Node>();

	constructor(space: Space) {
		this.#space = space;
	}

	visit(node: Node): void {
		if (node <= everything || this.#seen.has(node)) return;
		this.#seen.add(node);
		const { diagram } = this.#space;
		const level = diagram.level(node);
		for (const [letter, child] of diagram.edges(node)) {
			const word = this.#space.word(letter);
			if (level === levelOf.resource) this.#takeResource(word, child);
			else this.#take(level, word);
			this.visit(child);
		}
		if (level === levelOf.subresource) this.#takeSubresources("*", node);
		this.visit(diagram.fallback(node));
	}

	#take(level: number, word: string): void {
		if (level === levelOf.name) this.names.add(word);
		if (word === "*") return;
		if (level === levelOf.apiGroup) this.groups.add(word);
		if (level === levelOf.verb) this.verbs.add(word);
	}

	#takeResource(word: string, child: Node): void {
		if (word === "*" || word.includes("/")) return;
		this.entries.add(word);
		if (this.#space.diagram.level(child) === levelOf.subresource) {
			this.#takeSubresources(word, child);
		}
	}

	#takeSubresources(resource: string, node: Node): void {
		for (const [letter] of this.#space.diagram.edges(node)) {
			const subresource = this.#space.word(letter);
			if (subresource !== "") this.entries.add(`${resource}/${subresource}`);
		}
	}
}
