import type { Catalog } from "../model/catalog.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import { AskedIndex } from "./asked-index.ts";
import type { Asked, AskedBlock } from "./clause.ts";
import {
	isNamespaceEntry,
	type Reach,
	reachesPath,
	reachInside,
	reachOf,
	type Scoping,
} from "./rule-reach.ts";
import { hasBit, type Touched } from "./touched.ts";

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
	readonly #asked: AskedIndex;
	readonly #known = new WeakMap<EffectiveRole, KnownRole>();
	readonly #byContent = new Map<string, KnownRole>();
	readonly #ruleBits = new WeakMap<PolicyRule, Map<string, Touched>>();

	constructor(catalog: Catalog, asked: readonly Asked[]) {
		const known = new Map<string, boolean>();
		for (const { group, resource, namespaced } of catalog.resources) {
			const key = `${resource}.${group}`;
			known.set(key, namespaced || known.get(key) === true);
		}
		this.scoping = { isNamespaced: (group, resource) => known.get(`${resource}.${group}`) };
		this.#asked = new AskedIndex(asked);
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
		const where = namespace === "" || namesNamespaces(rule) ? namespace : "*";
		let byPlace = this.#ruleBits.get(rule);
		if (byPlace === undefined) {
			byPlace = new Map();
			this.#ruleBits.set(rule, byPlace);
		}
		let touched = byPlace.get(where);
		if (touched === undefined) {
			touched = this.#touched(rule, namespace);
			byPlace.set(where, touched);
		}
		return touched;
	}

	/** What several reach together. */
	joined(all: readonly Touched[]): Touched {
		const [first, ...others] = all;
		if (first !== undefined && others.length === 0) return first;
		const joined = this.#asked.untouched();
		for (const { some, any } of all) {
			for (let i = 0; i < some.length; i += 1) {
				joined.some[i] = (joined.some[i] ?? 0) | (some[i] ?? 0);
				joined.any[i] = (joined.any[i] ?? 0) | (any[i] ?? 0);
			}
		}
		return joined;
	}

	/** The objects that each rule of a role reaches, of those that reach any. */
	of(role: EffectiveRole, asked: Asked, namespace: string): readonly Reach[] {
		return role.rules.flatMap(({ rule }) => this.ofRule(rule, asked, namespace));
	}

	/** The objects that one rule reaches, for each block of a phrase of which it allows something. */
	ofRule(rule: PolicyRule, { resources, paths }: Asked, namespace: string): readonly Reach[] {
		const reached = (rule.resources.length === 0 ? [] : resources)
			.map((block) => this.#ofBlock(rule, block, namespace))
			.filter((reach) => reach !== undefined);
		const isPath = namespace === "" && paths.some((block) => reachesPath(rule, block));
		return isPath ? [...reached, "any"] : reached;
	}

	#touched(rule: PolicyRule, namespace: string): Touched {
		const touched = this.#asked.untouched();
		const put = (number: number, isAny: boolean): void => {
			const [word, bit] = [number >>> 5, 1 << (number & 31)];
			touched.some[word] = (touched.some[word] ?? 0) | bit;
			if (isAny) touched.any[word] = (touched.any[word] ?? 0) | bit;
		};
		for (const { number, block } of this.#asked.blocksFor(rule)) {
			if (hasBit(touched.any, number)) continue;
			const reach = this.#ofBlock(rule, block, namespace);
			if (reach !== undefined) put(number, reach === "any");
		}
		if (namespace !== "" || rule.nonResourceURLs.length === 0) return touched;
		for (const { number, block } of this.#asked.paths) {
			if (reachesPath(rule, block)) put(number, true);
		}
		return touched;
	}

	#ofBlock(rule: PolicyRule, block: AskedBlock, namespace: string): Reach | undefined {
		return namespace === ""
			? reachOf(rule, block)
			: reachInside(rule, block, this.scoping, namespace);
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

function namesNamespaces(rule: PolicyRule): boolean {
	return (
		rule.resourceNames.length > 0 && rule.resources.some((entry) => isNamespaceEntry(entry, rule))
	);
}
