import type { Catalog } from "../model/catalog.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Asked } from "./clause.ts";
import { namesNamespaces, type Reach, reachesPath, reachIn, type Scoping } from "./rule-reach.ts";
import { RuleTouches } from "./rule-touches.ts";
import type { Touched } from "./touched.ts";

/** A role, or several that say the same. */
interface KnownRole {
	readonly key: number;
	readonly rules: readonly PolicyRule[];
	/** It names Namespace objects: it matters which namespace it is bound in. */
	readonly namesNamespaces: boolean;
	/** By where it counts. */
	readonly touched: Map<string, Touched>;
}

/** What each role allows of each phrase, worked out once. */
export class RoleReaches {
	readonly scoping: Scoping;
	readonly #rules: RuleTouches;
	readonly #known = new WeakMap<EffectiveRole, KnownRole>();
	readonly #byContent = new Map<string, KnownRole>();

	constructor(catalog: Catalog, asked: readonly Asked[]) {
		const known = new Map<string, boolean>();
		for (const { group, resource, namespaced } of catalog.resources) {
			const key = `${resource}.${group}`;
			known.set(key, namespaced || known.get(key) === true);
		}
		this.scoping = { isNamespaced: (group, resource) => known.get(`${resource}.${group}`) };
		this.#rules = new RuleTouches(asked, this.scoping);
	}

	/** Equal for roles that say the same. */
	keyOf(role: EffectiveRole): number {
		return this.#roleOf(role).key;
	}

	namesNamespaces(role: EffectiveRole): boolean {
		return this.#roleOf(role).namesNamespaces;
	}

	/** What a role reaches of every phrase; in "" by a ClusterRoleBinding. */
	touchedBy(role: EffectiveRole, namespace: string): Touched {
		const known = this.#roleOf(role);
		const where = namespace === "" || known.namesNamespaces ? namespace : "*";
		let touched = known.touched.get(where);
		if (touched === undefined) {
			touched = this.joined(known.rules.map((rule) => this.touchedByRule(rule, namespace)));
			known.touched.set(where, touched);
		}
		return touched;
	}

	/** The same for one rule. */
	touchedByRule(rule: PolicyRule, namespace: string): Touched {
		return this.#rules.of(rule, namespace);
	}

	/** What several reach together. */
	joined(all: readonly Touched[]): Touched {
		return this.#rules.joined(all);
	}

	/** The objects that each rule of a role reaches, of those that reach any. */
	of(role: EffectiveRole, asked: Asked, namespace: string): readonly Reach[] {
		return role.rules.flatMap(({ rule }) => this.ofRule(rule, asked, namespace));
	}

	/** The objects that one rule reaches, for each block of a phrase of which it allows something. */
	ofRule(rule: PolicyRule, { resources, paths }: Asked, namespace: string): readonly Reach[] {
		const reached = (rule.resources.length === 0 ? [] : resources)
			.map((block) => reachIn(rule, block, this.scoping, namespace))
			.filter((reach) => reach !== undefined);
		const isPath = namespace === "" && paths.some((block) => reachesPath(rule, block));
		return isPath ? [...reached, "any"] : reached;
	}

	#roleOf(role: EffectiveRole): KnownRole {
		let known = this.#known.get(role);
		if (known === undefined) {
			const rules = role.rules.map(({ rule }) => rule);
			const content = JSON.stringify(rules);
			known = this.#byContent.get(content);
			if (known === undefined) {
				const key = this.#byContent.size;
				const names = rules.some(namesNamespaces);
				known = { key, rules, namesNamespaces: names, touched: new Map() };
				this.#byContent.set(content, known);
			}
			this.#known.set(role, known);
		}
		return known;
	}
}
