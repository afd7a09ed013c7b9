import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import { PermissionSet } from "./permission-set.ts";
import { pathProduct, type ResourceSides, resourceProduct } from "./products.ts";
import { anyWord, levelOf, Space } from "./space.ts";

/** Makes sets that can be compared with each other. */
export class PermissionSets {
	readonly space: Space;
	readonly none: PermissionSet;
	/** Every request there can be, `system:masters` may make them. */
	readonly all: PermissionSet;

	/** `budget`: how many numbers of 32 bits the sets may take together before SetTooLarge is thrown. */
	constructor(budget?: number) {
		this.space = new Space(budget);
		this.none = new PermissionSet(this.space, nothing, nothing);
		this.all = new PermissionSet(this.space, everything, everything);
	}

	/** What rules allow that a ClusterRoleBinding binds: in every namespace, and without one. */
	ofRules(rules: Iterable<PolicyRule>): PermissionSet {
		return this.union([...rules].map((rule) => this.#ofRule(rule)));
	}

	/** The requests of a set that are in one namespace, which are those that a RoleBinding there gives. */
	inNamespace(set: PermissionSet, namespace: string): PermissionSet {
		return set.intersection(this.resourceRequests({ namespace: { only: [namespace] } }));
	}

	/** A set of requests whatever their namespace: in it is what the other has in any. */
	inAnyNamespace(set: PermissionSet): PermissionSet {
		const { diagram } = this.space;
		const { resources, paths } = set;
		if (diagram.level(resources) !== levelOf.namespace) return set;
		const below = diagram.edges(resources).map(([, child]) => child);
		const all = this.#unionOf([...new Set([diagram.fallback(resources), ...below])]);
		return new PermissionSet(this.space, all, paths);
	}

	/** What a set holds in every namespace, and without one: the part of it that does not look at the namespace. */
	inEveryNamespace(set: PermissionSet): PermissionSet {
		const { diagram } = this.space;
		const { resources, paths } = set;
		if (diagram.level(resources) !== levelOf.namespace) return set;
		const below = diagram.edges(resources).map(([, child]) => child);
		const shared = below.reduce(
			(all, one) => diagram.apply("intersection", all, one),
			diagram.fallback(resources),
		);
		return new PermissionSet(this.space, shared, paths);
	}

	/**
	 * What is allowed everywhere together with what is allowed in some namespaces more, by RoleBindings: `inside` holds
	 * sets that do not look at the namespace themselves, as `ofRules` makes them.
	 */
	everywhereAndIn(
		everywhere: PermissionSet,
		inside: ReadonlyMap<string, PermissionSet>,
	): PermissionSet {
		const { diagram } = this.space;
		const edges = [...inside]
			.filter(([namespace]) => namespace !== "")
			.map(([namespace, set]): readonly [number, Node] => [
				this.space.letter(namespace),
				this.#belowNamespace(everywhere, set),
			])
			.sort(([one], [other]) => one - other);
		const resources = diagram.node(levelOf.namespace, everywhere.resources, edges);
		return new PermissionSet(this.space, resources, everywhere.paths);
	}

	#belowNamespace(everywhere: PermissionSet, inside: PermissionSet): Node {
		const { diagram } = this.space;
		const both = diagram.apply("union", everywhere.resources, inside.resources);
		if (diagram.level(both) > levelOf.namespace) return both;
		throw new RangeError("a set that looks at the namespace has a place there already");
	}

	/** The requests whose parts are each on a side. */
	resourceRequests(sides: ResourceSides): PermissionSet {
		return resourceProduct(this.space, sides);
	}

	/** Requests for paths: exact, or with a star at the end all that begin so. A star elsewhere is a letter. */
	pathRequests(verbs: Side, paths: Iterable<string>): PermissionSet {
		const nodes = [...paths].map((path) => this.#path(path));
		return pathProduct(this.space, verbs, this.#unionOf(nodes));
	}

	/** Requests for one path, in which a star is a letter as any other. */
	onePath(verbs: Side, path: string): PermissionSet {
		return pathProduct(this.space, verbs, this.space.path(path, false));
	}

	union(sets: readonly PermissionSet[]): PermissionSet {
		const resources = this.#unionOf(sets.map((set) => set.resources));
		const paths = this.#unionOf(sets.map((set) => set.paths));
		return new PermissionSet(this.space, resources, paths);
	}

	#ofRule(rule: PolicyRule): PermissionSet {
		const verbs = starred(rule.verbs);
		const paths = this.pathRequests(verbs, rule.nonResourceURLs);
		if (rule.resources.length === 0 || rule.apiGroups.length === 0) return paths;
		const names = rule.resourceNames.length === 0 ? anyWord : { only: rule.resourceNames };
		const named = this.space.branch(levelOf.name, names, everything);
		const wanted = this.space.branch(levelOf.verb, verbs, named);
		const targets = this.#targets(rule.resources, wanted);
		const resources = this.space.branch(levelOf.apiGroup, starred(rule.apiGroups), targets);
		return new PermissionSet(this.space, resources, paths.paths);
	}

	/**
	 * The entries of `resources`: `pods` without its subresources, `pods/log`, `*` slash a subresource for that of every
	 * resource, and `*` for all. `pods/` and the like match nothing, `pods/*` only a subresource called `*`.
	 */
	#targets(entries: readonly string[], wanted: Node): Node {
		if (entries.includes("*")) return wanted;
		const byResource = new Map<string, string[]>([["*", []]]);
		for (const [resource, subresource] of entries.flatMap(partsOfEntry)) {
			const known = byResource.get(resource);
			if (known === undefined) byResource.set(resource, [subresource]);
			else known.push(subresource);
		}
		const ofAny = byResource.get("*") ?? [];
		byResource.delete("*");
		const { space } = this;
		const edges = [...byResource].map(([resource, subresources]): readonly [number, Node] => [
			space.letter(resource),
			space.branch(levelOf.subresource, { only: [...subresources, ...ofAny] }, wanted),
		]);
		edges.sort(([one], [other]) => one - other);
		const others = space.branch(levelOf.subresource, { only: ofAny }, wanted);
		return space.diagram.node(levelOf.resource, others, edges);
	}

	#path(path: string): Node {
		if (!path.endsWith("*")) return this.space.path(path, false);
		let end = path.length;
		while (end > 0 && path[end - 1] === "*") end -= 1;
		return this.space.path(path.slice(0, end), true);
	}

	/** By halves: a long list is put together from parts of one size. */
	#unionOf(nodes: readonly Node[]): Node {
		if (nodes.length <= 1) return nodes[0] ?? nothing;
		const middle = nodes.length >> 1;
		const left = this.#unionOf(nodes.slice(0, middle));
		return this.space.diagram.apply("union", left, this.#unionOf(nodes.slice(middle)));
	}
}

function starred(words: readonly string[]): Side {
	return words.includes("*") ? anyWord : { only: words };
}

/** `pods/log` as `pods` and `log`; nothing for an entry that ends in its slash, which matches nothing. */
function partsOfEntry(entry: string): readonly (readonly [string, string])[] {
	const slash = entry.indexOf("/");
	if (slash < 0) return [[entry, ""]];
	return slash === entry.length - 1 ? [] : [[entry.slice(0, slash), entry.slice(slash + 1)]];
}
