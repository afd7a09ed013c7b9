import type { Binding } from "../model/binding.ts";
import type { Match } from "./bound-role.ts";
import { type Asked, indexAllows, type RoleIndexes } from "./role-indexes.ts";
import type { RuleIndex } from "./rule-index.ts";

/**
 * Bindings that count together, with indexes over their rules once somebody has asked. The first index, mostly the
 * only one, is a field of its own: each object less on the way is one wait for the memory less.
 */
interface Scope {
	readonly matches: Match[];
	index: RuleIndex | undefined;
	others: readonly RuleIndex[];
}

const noOthers: readonly RuleIndex[] = [];

/** The bindings that name one user or group: cluster-wide, and in each namespace. */
export class NamedBindings {
	#cluster: Scope | undefined;
	#namespaces: Map<string, Scope> | undefined;

	add(match: Match): void {
		const { binding } = match;
		const { matches } =
			binding.kind === "ClusterRoleBinding" ? this.#clusterScope() : this.#scopeOf(binding);
		// Only the first subject of a binding that names the same user or group can ever match.
		if (matches.at(-1)?.binding !== binding) matches.push(match);
	}

	/** The namespaces of its RoleBindings. */
	namespaces(): Iterable<string> {
		return this.#namespaces?.keys() ?? [];
	}

	/** All of them, ClusterRoleBindings first. */
	all(): readonly Match[] {
		const inside = [...(this.#namespaces?.values() ?? [])];
		return [...this.matchesOf(""), ...inside.flatMap(({ matches }) => matches)];
	}

	/** ClusterRoleBindings with "", else the RoleBindings of a namespace alone. */
	matchesOf(namespace: string): readonly Match[] {
		const scope = namespace === "" ? this.#cluster : this.#namespaces?.get(namespace);
		return scope?.matches ?? [];
	}

	/** Those that count for a request in a namespace; with "" only ClusterRoleBindings. */
	matchesIn(namespace: string): readonly Match[] {
		const matches = this.matchesOf("");
		const inside = namespace === "" ? undefined : this.#namespaces?.get(namespace);
		return inside === undefined ? matches : [...matches, ...inside.matches];
	}

	allows(namespace: string, asked: Asked, indexes: RoleIndexes): boolean {
		if (this.#cluster !== undefined && scopeAllows(this.#cluster, asked, indexes)) return true;
		if (namespace === "" || this.#namespaces === undefined) return false;
		const inside = this.#namespaces.get(namespace);
		return inside !== undefined && scopeAllows(inside, asked, indexes);
	}

	#clusterScope(): Scope {
		this.#cluster ??= emptyScope();
		return this.#cluster;
	}

	#scopeOf({ namespace }: Binding): Scope {
		this.#namespaces ??= new Map();
		let scope = this.#namespaces.get(namespace);
		if (scope === undefined) {
			scope = emptyScope();
			this.#namespaces.set(namespace, scope);
		}
		return scope;
	}
}

function emptyScope(): Scope {
	return { matches: [], index: undefined, others: noOthers };
}

function scopeAllows(scope: Scope, asked: Asked, indexes: RoleIndexes): boolean {
	const index = scope.index ?? indexed(scope, indexes);
	if (indexAllows(index, asked)) return true;
	if (scope.others === noOthers) return false;
	return scope.others.some((one) => indexAllows(one, asked));
}

function indexed(scope: Scope, indexes: RoleIndexes): RuleIndex {
	const [first = indexes.merged([]), ...others] = indexes.over(scope.matches);
	scope.index = first;
	if (others.length > 0) scope.others = others;
	return first;
}
