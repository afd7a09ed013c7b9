import type { Catalog, CatalogResource } from "../model/catalog.ts";
import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import { requestVerbs } from "../model/request.ts";
import type { Side } from "../model/statement.ts";
import type { Node } from "./nodes.ts";
import { PermissionSet } from "./permission-set.ts";
import type { PermissionSets } from "./permission-sets.ts";
import type { ResourceSides } from "./products.ts";
import { anyWord, levelOf } from "./space.ts";

/** A set by what its requests mean to a cluster. */
export interface Parts {
	/** Requests that a client can send and the server serves, or that the server itself asks about. */
	readonly effective: PermissionSet;
	/** Requests that nothing serves or asks about today: effective once something does, such as a new CRD. */
	readonly latent: PermissionSet;
	/** Requests that nobody can send: a deletecollection with a name, nodes inside of a namespace. */
	readonly inert: PermissionSet;
}

/** Which requests a cluster can receive, by the resources it serves. */
export class Requestable {
	readonly #sets: PermissionSets;
	/** Requests that carry a namespace, and those that carry none; Namespace objects by name are apart. */
	readonly #inside: PermissionSet;
	readonly #outside: PermissionSet;
	readonly #latent: PermissionSet;
	readonly #namespaces: readonly CatalogResource[];
	readonly #itself: readonly Form[];
	readonly #known = new Map<string, PermissionSet>();

	constructor(sets: PermissionSets, catalog: Catalog) {
		this.#sets = sets;
		const served = catalog.resources.filter((row) => row.offByDefault !== true);
		const forms = served.flatMap(formsOf);
		const withForm = (isWanted: (form: Form) => boolean): PermissionSet =>
			sets.union(forms.filter(isWanted).map((form) => setOf(sets, form)));
		this.#inside = withForm(({ inside }) => inside);
		this.#outside = withForm(({ outside }) => outside);
		this.#latent = latentOf(sets, served);
		this.#namespaces = served.filter(isNamespaceRow);
		this.#itself = this.#namespaces.flatMap(formsOf).filter(({ isItself }) => isItself);
	}

	partsOf(set: PermissionSet): Parts {
		const effective = this.effectiveOf(set);
		const rest = set.difference(effective);
		const latent = rest.intersection(this.#latent);
		return { effective, latent, inert: rest.difference(latent) };
	}

	/**
	 * Namespace by namespace, since a request for the Namespace `x` itself is made inside of `x`. The namespaces that the
	 * set does not tell apart stay together, with the names that it does not tell apart either.
	 */
	effectiveOf(set: PermissionSet): PermissionSet {
		const { space } = this.#sets;
		const { diagram } = space;
		const told = new Set(["", ...this.#namespacesTold(set)]);
		const edges = [...told].map((namespace): readonly [number, Node] => {
			const letter = space.letter(namespace);
			const inside = diagram.follow(set.resources, levelOf.namespace, letter);
			const served = namespace === "" ? this.#outside : this.#insideOfOne(namespace);
			return [letter, this.#meet(inside, served)];
		});
		edges.sort(([one], [other]) => one - other);
		const isTold = diagram.level(set.resources) === levelOf.namespace;
		const fallback = isTold ? diagram.fallback(set.resources) : set.resources;
		const others = this.#meet(fallback, this.#insideOf({ except: [...told] }));
		const resources = diagram.node(levelOf.namespace, others, edges);
		// Every path that a client sends begins with a slash.
		const { paths } = set.intersection(this.#sets.pathRequests(anyWord, ["/*"]));
		return new PermissionSet(space, resources, paths);
	}

	/** The namespaces a set tells apart, and the names of Namespace objects. */
	#namespacesTold(set: PermissionSet): readonly string[] {
		const { space } = this.#sets;
		const { diagram } = space;
		const words: string[] = [];
		if (diagram.level(set.resources) === levelOf.namespace) {
			for (const [letter] of diagram.edges(set.resources)) words.push(space.word(letter));
		}
		for (const row of this.#namespaces) {
			const own = set.intersection(this.#sets.resourceRequests(about(row)));
			words.push(...namesIn(own));
		}
		return words;
	}

	#insideOfOne(namespace: string): PermissionSet {
		let inside = this.#known.get(namespace);
		if (inside === undefined) {
			inside = this.#insideOf({ only: [namespace] });
			this.#known.set(namespace, inside);
		}
		return inside;
	}

	#insideOf(namespaces: Side): PermissionSet {
		const itself = this.#itself.map((form) => setOf(this.#sets, form, namespaces));
		return this.#sets.union([this.#inside, ...itself]);
	}

	#meet(node: Node, set: PermissionSet): Node {
		return this.#sets.space.diagram.apply("intersection", node, set.resources);
	}
}

/** Verbs on a resource or subresource, and where their requests are made. */
interface Form {
	readonly verbs: readonly string[];
	readonly sides: ResourceSides;
	readonly inside: boolean;
	readonly outside: boolean;
	/** A Namespace object by name: inside of itself. */
	readonly isItself: boolean;
}

function formsOf(row: CatalogResource): readonly Form[] {
	const parts = [{ name: "", verbs: row.verbs }, ...row.subresources, finalizers];
	return parts.flatMap((part) => alike(part.verbs.map((verb) => formOf(row, part.name, verb))));
}

/** Verbs of one part that differ in nothing else, in one form. */
function alike(forms: readonly Form[]): readonly Form[] {
	const groups = new Map<string, Form & { readonly verbs: string[] }>();
	for (const form of forms) {
		const { verbs, ...rest } = form;
		const key = JSON.stringify(rest);
		const same = groups.get(key);
		if (same === undefined) groups.set(key, { ...form, verbs: [...verbs] });
		else same.verbs.push(...verbs);
	}
	return [...groups.values()];
}

/** Only ever authorized, by an admission plugin, for every resource. */
const finalizers = { name: "finalizers", verbs: ["update"] };

const collectionVerbs = new Set(["list", "watch", "create", "deletecollection"]);

function formOf(row: CatalogResource, subresource: string, verb: string): Form {
	// Any key of an extra is a subresource: `userextras/scopes`.
	const isKeyed = row.resource === "userextras" && subresource === "";
	const sides = {
		...about(row),
		subresource: isKeyed ? anyWord : { only: [subresource] },
		name: nameOf(verb, subresource),
	};
	const isNamed = subresource !== "" || !collectionVerbs.has(verb);
	const isItself = isNamespaceRow(row) && isNamed;
	const isChecked = placeOfCheck(verb, row.group, row.resource) !== undefined;
	return {
		verbs: [verb],
		sides,
		inside: row.namespaced || isChecked,
		outside: row.namespaced ? verb === "list" || verb === "watch" : !isItself,
		isItself,
	};
}

function setOf(sets: PermissionSets, { sides, verbs }: Form, name?: Side): PermissionSet {
	return sets.resourceRequests({ ...sides, verb: { only: verbs }, ...(name && { name }) });
}

/** A create carries a name when a PUT or an apply creates, and always on a subresource. */
function nameOf(verb: string, subresource: string): Side {
	if (verb === "deletecollection") return { only: [""] };
	if (!requestVerbs.includes(verb)) return anyWord;
	return subresource !== "" || !collectionVerbs.has(verb) ? { except: [""] } : anyWord;
}

function about({ group, resource }: CatalogResource): ResourceSides {
	return { apiGroup: { only: [group] }, resource: { only: [resource] } };
}

function isNamespaceRow({ group, resource }: CatalogResource): boolean {
	return isNamespaceItself(group, resource);
}

/** What is well formed about resources that are not served, and verbs of which nobody is known to ask. */
function latentOf(sets: PermissionSets, served: readonly CatalogResource[]): PermissionSet {
	const known = sets.union(served.map((row) => sets.resourceRequests(about(row))));
	const forms = ["", "some"].flatMap((subresource) =>
		requestVerbs.map((verb) =>
			sets.resourceRequests({
				subresource: subresource === "" ? { only: [""] } : { except: [""] },
				verb: { only: [verb] },
				name: nameOf(verb, subresource),
			}),
		),
	);
	const otherVerbs = sets.resourceRequests({ verb: { except: requestVerbs } });
	return sets.union(forms).difference(known).union(otherVerbs);
}

/** The names that a set tells apart somewhere. */
function namesIn({ space, resources }: PermissionSet): readonly string[] {
	const { diagram } = space;
	const names = new Set<string>();
	const seen = new Set<Node>();
	const visit = (node: Node): void => {
		if (diagram.level(node) > levelOf.name || seen.has(node)) return;
		seen.add(node);
		for (const [letter, child] of diagram.edges(node)) {
			if (diagram.level(node) === levelOf.name) names.add(space.word(letter));
			visit(child);
		}
		visit(diagram.fallback(node));
	};
	visit(resources);
	return [...names].filter((name) => name !== "");
}
