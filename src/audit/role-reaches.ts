import type { Catalog } from "../model/catalog.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Asked } from "./clause.ts";
import {
	isNamespaceEntry,
	type Reach,
	reachesPath,
	reachInside,
	reachOf,
	type Scoping,
} from "./rule-reach.ts";

/** What each role allows of each phrase, worked out once. */
export class RoleReaches {
	readonly scoping: Scoping;
	readonly #keys = new WeakMap<EffectiveRole, number>();
	readonly #numbers = new Map<string, number>();
	readonly #reaches = new Map<string, Map<number, readonly Reach[]>>();
	readonly #namespaceNamers = new Map<number, boolean>();

	constructor(catalog: Catalog) {
		const known = new Map<string, boolean>();
		for (const { group, resource, namespaced } of catalog.resources) {
			const key = `${resource}.${group}`;
			known.set(key, namespaced || known.get(key) === true);
		}
		this.scoping = { isNamespaced: (group, resource) => known.get(`${resource}.${group}`) };
	}

	/** Equal for roles that say the same. */
	keyOf(role: EffectiveRole): number {
		let key = this.#keys.get(role);
		if (key === undefined) {
			const text = JSON.stringify(role.rules.map(({ rule }) => rule));
			key = this.#numbers.get(text) ?? this.#numbers.size;
			this.#numbers.set(text, key);
			this.#keys.set(role, key);
		}
		return key;
	}

	/** The objects that each rule of a role reaches, of those that reach any; in "" by a ClusterRoleBinding. */
	of(role: EffectiveRole, asked: Asked, namespace: string): readonly Reach[] {
		const where = this.namesNamespaces(role) ? namespace : namespace === "" ? "" : "*";
		const key = `${this.keyOf(role)} ${where}`;
		let reaches = this.#reaches.get(key);
		if (reaches === undefined) {
			reaches = new Map();
			this.#reaches.set(key, reaches);
		}
		let own = reaches.get(asked.number);
		if (own === undefined) {
			own = role.rules.flatMap(({ rule }) => this.ofRule(rule, asked, namespace));
			reaches.set(asked.number, own);
		}
		return own;
	}

	ofRule(rule: PolicyRule, { resources, paths }: Asked, namespace: string): readonly Reach[] {
		const reached = (rule.resources.length === 0 ? [] : resources).map((block) =>
			namespace === "" ? reachOf(rule, block) : reachInside(rule, block, this.scoping, namespace),
		);
		const isPath = namespace === "" && paths.some((block) => reachesPath(rule, block));
		return [...reached.filter((reach) => reach !== undefined), ...(isPath ? ["any" as const] : [])];
	}

	/** Does a role name Namespace objects? Then it matters which namespace it is bound in. */
	namesNamespaces(role: EffectiveRole): boolean {
		const key = this.keyOf(role);
		let does = this.#namespaceNamers.get(key);
		if (does === undefined) {
			does = role.rules.some(({ rule }) => namesNamespaces(rule));
			this.#namespaceNamers.set(key, does);
		}
		return does;
	}
}

function namesNamespaces(rule: PolicyRule): boolean {
	return (
		rule.resourceNames.length > 0 && rule.resources.some((entry) => isNamespaceEntry(entry, rule))
	);
}
