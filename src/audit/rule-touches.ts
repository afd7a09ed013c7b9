import type { PolicyRule } from "../model/rule.ts";
import { AskedIndex } from "./asked-index.ts";
import type { Asked } from "./clause.ts";
import { namesNamespaces, reachesPath, reachIn, type Scoping } from "./rule-reach.ts";
import { hasBit, type Touched } from "./touched.ts";

/** A rule of more single permissions than this is looked at as a whole. */
const mostCells = 256;

/** What each rule touches of every phrase, worked out once. */
export class RuleTouches {
	readonly #scoping: Scoping;
	readonly #asked: AskedIndex;
	readonly #rules = new WeakMap<PolicyRule, Map<string, Touched>>();
	/** By verb, group and resource, inside of a namespace and everywhere: rules are made of the same few. */
	readonly #cells = { inside: new Map<string, Touched>(), everywhere: new Map<string, Touched>() };

	constructor(asked: readonly Asked[], scoping: Scoping) {
		this.#asked = new AskedIndex(asked);
		this.#scoping = scoping;
	}

	/** In "" by a ClusterRoleBinding. */
	of(rule: PolicyRule, namespace: string): Touched {
		const where = namespace === "" || namesNamespaces(rule) ? namespace : "*";
		let byPlace = this.#rules.get(rule);
		if (byPlace === undefined) {
			byPlace = new Map();
			this.#rules.set(rule, byPlace);
		}
		let touched = byPlace.get(where);
		if (touched === undefined) {
			touched = this.#touched(rule, namespace);
			byPlace.set(where, touched);
		}
		return touched;
	}

	/** What several touch together. */
	joined(all: readonly Touched[]): Touched {
		const [first, ...others] = all;
		if (first !== undefined && others.length === 0) return first;
		const joined = this.#asked.untouched();
		for (const one of all) add(joined, one);
		return joined;
	}

	#touched(rule: PolicyRule, namespace: string): Touched {
		const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
		const cells = verbs.length * apiGroups.length * resources.length;
		const touched = this.#asked.untouched();
		if (resourceNames.length > 0 || cells > mostCells) this.#addBlocks(touched, rule, namespace);
		else this.#addCells(touched, rule, namespace);
		if (namespace !== "" || nonResourceURLs.length === 0) return touched;
		for (const { number, block } of this.#asked.paths) {
			if (reachesPath(rule, block)) put(touched, number, true);
		}
		return touched;
	}

	/** A rule without names touches what one of its verbs, groups and resources touches. */
	#addCells(
		touched: Touched,
		{ verbs, apiGroups, resources }: PolicyRule,
		namespace: string,
	): void {
		const cells = this.#cells[namespace === "" ? "everywhere" : "inside"];
		for (const verb of verbs) {
			for (const group of apiGroups) {
				for (const resource of resources) {
					const key = `${verb}\n${group}\n${resource}`;
					let cell = cells.get(key);
					if (cell === undefined) {
						cell = this.#asked.untouched();
						const rule = { verbs: [verb], apiGroups: [group], resources: [resource] };
						this.#addBlocks(cell, { ...rule, resourceNames: [], nonResourceURLs: [] }, namespace);
						cells.set(key, cell);
					}
					add(touched, cell);
				}
			}
		}
	}

	#addBlocks(touched: Touched, rule: PolicyRule, namespace: string): void {
		for (const { number, block } of this.#asked.blocksFor(rule)) {
			if (hasBit(touched.any, number)) continue;
			const reach = reachIn(rule, block, this.#scoping, namespace);
			if (reach !== undefined) put(touched, number, reach === "any");
		}
	}
}

function put({ some, any }: Touched, number: number, isAny: boolean): void {
	const [word, bit] = [number >>> 5, 1 << (number & 31)];
	some[word] = (some[word] ?? 0) | bit;
	if (isAny) any[word] = (any[word] ?? 0) | bit;
}

function add(to: Touched, { some, any }: Touched): void {
	for (let i = 0; i < some.length; i += 1) {
		to.some[i] = (to.some[i] ?? 0) | (some[i] ?? 0);
		to.any[i] = (to.any[i] ?? 0) | (any[i] ?? 0);
	}
}
