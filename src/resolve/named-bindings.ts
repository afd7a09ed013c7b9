import type { EffectiveRole } from "../model/grant.ts";
import type { PathRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Match } from "./bound-role.ts";
import { RuleIndex } from "./rule-index.ts";
import type { NumberedRequest, Words } from "./words.ts";

/** A request as the indexes take it. */
export type Asked = NumberedRequest | PathRequest;

/** Bindings that count together, with an index over their rules once somebody has asked. */
interface Scope {
	readonly matches: Match[];
	index: RuleIndex | undefined;
}

/** The bindings that name one user or group: cluster-wide, and in each namespace. */
export class NamedBindings {
	readonly #cluster: Scope = { matches: [], index: undefined };
	readonly #namespaces = new Map<string, Scope>();

	add(match: Match): void {
		const { binding } = match;
		const { matches } =
			binding.kind === "ClusterRoleBinding" ? this.#cluster : this.#scopeOf(binding.namespace);
		// Only the first subject of a binding that names the same user or group can ever match.
		if (matches.at(-1)?.binding !== binding) matches.push(match);
	}

	/** The namespaces of its RoleBindings. */
	namespaces(): Iterable<string> {
		return this.#namespaces.keys();
	}

	/** Those that count for a request in a namespace; with "" only ClusterRoleBindings. */
	matchesIn(namespace: string): readonly Match[] {
		const { matches } = this.#cluster;
		const inside = namespace === "" ? undefined : this.#namespaces.get(namespace);
		return inside === undefined ? matches : [...matches, ...inside.matches];
	}

	allows(namespace: string, asked: Asked, words: Words): boolean {
		if (this.#cluster.matches.length > 0 && scopeAllows(this.#cluster, asked, words)) return true;
		if (namespace === "" || this.#namespaces.size === 0) return false;
		const inside = this.#namespaces.get(namespace);
		return inside !== undefined && scopeAllows(inside, asked, words);
	}

	#scopeOf(namespace: string): Scope {
		let scope = this.#namespaces.get(namespace);
		if (scope === undefined) {
			scope = { matches: [], index: undefined };
			this.#namespaces.set(namespace, scope);
		}
		return scope;
	}
}

function scopeAllows(scope: Scope, asked: Asked, words: Words): boolean {
	scope.index ??= indexOver(scope.matches, words);
	return indexAllows(scope.index, asked);
}

/** One index over the rules of all these bindings' roles. */
export function indexOver(matches: readonly Match[], words: Words): RuleIndex {
	const roles = new Set(matches.map((match) => match.role));
	return new RuleIndex([...roles].flatMap(rulesOf), words);
}

export function indexAllows(index: RuleIndex, asked: Asked): boolean {
	return "path" in asked ? index.allowsPath(asked.verb, asked.path) : index.allowsResource(asked);
}

export function rulesOf(role: EffectiveRole | undefined): readonly PolicyRule[] {
	return role?.rules.map(({ rule }) => rule) ?? [];
}
