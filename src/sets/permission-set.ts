import type { Request } from "../model/request.ts";
import type { Operation } from "./diagram.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import {
	dimensions,
	endOfPath,
	firstUnitLevel,
	levelOf,
	pathVerbLevel,
	type Space,
} from "./space.ts";

/**
 * A set of requests, exactly: every resource request (namespace × API group × resource × subresource × verb × name)
 * and every path request (verb × path) is in it or not, also those about words that nobody has thought of yet. Sets of
 * one `PermissionSets` can be put together and compared.
 *
 * Resources of requests hold no slash, as in a URL; a subresource may. Raw SubjectAccessReviews that ask for the
 * resource `pods/log` are outside of the domain.
 */
export class PermissionSet {
	readonly space: Space;
	/** The two parts in the diagram of the space. */
	readonly resources: Node;
	readonly paths: Node;

	constructor(space: Space, resources: Node, paths: Node) {
		this.space = space;
		this.resources = resources;
		this.paths = paths;
	}

	get isEmpty(): boolean {
		return this.resources === nothing && this.paths === nothing;
	}

	get hasPaths(): boolean {
		return this.paths !== nothing;
	}

	/** True for the set of every request there can be, as cluster-admin gives it. */
	get isEverything(): boolean {
		return this.resources === everything && this.paths === everything;
	}

	equals(other: PermissionSet): boolean {
		this.#check(other);
		return this.resources === other.resources && this.paths === other.paths;
	}

	union(other: PermissionSet): PermissionSet {
		return this.#apply("union", other);
	}

	intersection(other: PermissionSet): PermissionSet {
		return this.#apply("intersection", other);
	}

	/** What is in this set and not in the other. */
	difference(other: PermissionSet): PermissionSet {
		return this.#apply("difference", other);
	}

	complement(): PermissionSet {
		return new PermissionSet(this.space, everything, everything).difference(this);
	}

	isSubsetOf(other: PermissionSet): boolean {
		this.#check(other);
		const { diagram } = this.space;
		return (
			diagram.includes(other.resources, this.resources) && diagram.includes(other.paths, this.paths)
		);
	}

	/** Have the two a request in common? */
	meets(other: PermissionSet): boolean {
		this.#check(other);
		const { diagram } = this.space;
		return diagram.meets(this.resources, other.resources) || diagram.meets(this.paths, other.paths);
	}

	/** What is asked for inside of one namespace, as a set that does not look at the namespace; no paths. */
	within(namespace: string): PermissionSet {
		const { diagram } = this.space;
		const letter = this.space.knownLetter(namespace);
		const below = diagram.follow(this.resources, levelOf.namespace, letter);
		return new PermissionSet(this.space, below, nothing);
	}

	has(request: Request): boolean {
		return request.kind === "path"
			? this.#hasPath(request.verb, request.path)
			: this.#follow(this.resources, dimensions, request) === everything;
	}

	#hasPath(verb: string, path: string): boolean {
		const { diagram } = this.space;
		let node = diagram.follow(this.paths, pathVerbLevel, this.space.knownLetter(verb));
		for (let at = 0; at < path.length && node > everything; at += 1) {
			node = diagram.follow(node, firstUnitLevel + at, path.charCodeAt(at));
		}
		return diagram.follow(node, firstUnitLevel + path.length, endOfPath) === everything;
	}

	#follow(
		from: Node,
		along: typeof dimensions,
		request: Extract<Request, { kind: "resource" }>,
	): Node {
		let node = from;
		for (const dimension of along) {
			if (node <= everything) break;
			const letter = this.space.knownLetter(request[dimension]);
			node = this.space.diagram.follow(node, levelOf[dimension], letter);
		}
		return node;
	}

	#apply(operation: Operation, other: PermissionSet): PermissionSet {
		this.#check(other);
		const { diagram } = this.space;
		const resources = diagram.apply(operation, this.resources, other.resources);
		const paths = diagram.apply(operation, this.paths, other.paths);
		if (resources === this.resources && paths === this.paths) return this;
		if (resources === other.resources && paths === other.paths) return other;
		return new PermissionSet(this.space, resources, paths);
	}

	#check(other: PermissionSet): void {
		if (this.space !== other.space) throw new TypeError("these sets come from two PermissionSets");
	}
}
