import type { Catalog } from "../model/catalog.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { RequestBlock } from "../phrase/request-blocks.ts";
import type { Asked } from "./clause.ts";
import {
	isNamespaceEntry,
	type Reach,
	reachesPath,
	reachInside,
	reachOf,
	type Scoping,
} from "./rule-reach.ts";

/** A role, or several that say the same, arranged so that a phrase looks at few of its rules. */
interface KnownRole {
	readonly key: number;
	readonly byResource: ReadonlyMap<string, readonly PolicyRule[]>;
	/** Those with a star, which any phrase may be about. */
	readonly starred: readonly PolicyRule[];
	readonly rules: readonly PolicyRule[];
	readonly hasPaths: boolean;
	/** It names Namespace objects: it matters which namespace it is bound in. */
	readonly namesNamespaces: boolean;
	/** By where it counts, and by the number of what is asked. */
	readonly reaches: Map<string, Map<number, readonly Reach[]>>;
}

const nothing: readonly never[] = [];

/** What each role allows of each phrase, worked out once. */
export class RoleReaches {
	readonly scoping: Scoping;
	readonly #known = new WeakMap<EffectiveRole, KnownRole>();
	readonly #byContent = new Map<string, KnownRole>();

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
		return this.#roleOf(role).key;
	}

	namesNamespaces(role: EffectiveRole): boolean {
		return this.#roleOf(role).namesNamespaces;
	}

	/** The objects that each rule of a role reaches, of those that reach any; in "" by a ClusterRoleBinding. */
	of(role: EffectiveRole, asked: Asked, namespace: string): readonly Reach[] {
		const known = this.#roleOf(role);
		const where = namespace === "" || known.namesNamespaces ? namespace : "*";
		let reaches = known.reaches.get(where);
		if (reaches === undefined) {
			reaches = new Map();
			known.reaches.set(where, reaches);
		}
		let own = reaches.get(asked.number);
		if (own === undefined) {
			own = this.#reached(known, asked, namespace);
			reaches.set(asked.number, own);
		}
		return own;
	}

	/** The objects that one rule reaches, for each block of a phrase of which it allows something. */
	ofRule(rule: PolicyRule, { resources, paths }: Asked, namespace: string): readonly Reach[] {
		const reached = (rule.resources.length === 0 ? nothing : resources)
			.map((block) => this.#ofBlock(rule, block, namespace))
			.filter((reach) => reach !== undefined);
		const isPath = namespace === "" && paths.some((block) => reachesPath(rule, block));
		return isPath ? [...reached, "any"] : reached;
	}

	#reached(known: KnownRole, { resources, paths }: Asked, namespace: string): readonly Reach[] {
		const found: Reach[] = [];
		for (const block of resources) {
			for (const rule of candidates(known, block)) {
				const reach = this.#ofBlock(rule, block, namespace);
				if (reach !== undefined) found.push(reach);
			}
		}
		const isPath =
			namespace === "" &&
			known.hasPaths &&
			paths.some((block) => known.rules.some((rule) => reachesPath(rule, block)));
		if (isPath) found.push("any");
		return found.length === 0 ? nothing : found;
	}

	#ofBlock(rule: PolicyRule, block: RequestBlock, namespace: string): Reach | undefined {
		return namespace === ""
			? reachOf(rule, block)
			: reachInside(rule, block, this.scoping, namespace);
	}

	#roleOf(role: EffectiveRole): KnownRole {
		let known = this.#known.get(role);
		if (known === undefined) {
			const content = JSON.stringify(role.rules.map(({ rule }) => rule));
			known = this.#byContent.get(content) ?? knownRole(role, this.#byContent.size);
			this.#byContent.set(content, known);
			this.#known.set(role, known);
		}
		return known;
	}
}

function* candidates(
	{ rules, byResource, starred }: KnownRole,
	{ resource }: RequestBlock,
): Iterable<PolicyRule> {
	if (!("only" in resource)) {
		yield* rules;
		return;
	}
	yield* starred;
	for (const word of resource.only) yield* byResource.get(word) ?? nothing;
}

function knownRole(role: EffectiveRole, key: number): KnownRole {
	const rules = role.rules.map(({ rule }) => rule);
	const byResource = new Map<string, PolicyRule[]>();
	const starred: PolicyRule[] = [];
	for (const rule of rules) {
		const words = new Set(rule.resources.map((entry) => entry.split("/", 1)[0] ?? ""));
		if (words.has("*")) {
			starred.push(rule);
			continue;
		}
		for (const word of words) {
			const same = byResource.get(word);
			if (same === undefined) byResource.set(word, [rule]);
			else same.push(rule);
		}
	}
	return {
		key,
		byResource,
		starred,
		rules,
		hasPaths: rules.some(({ nonResourceURLs }) => nonResourceURLs.length > 0),
		namesNamespaces: rules.some(namesNamespaces),
		reaches: new Map(),
	};
}

function namesNamespaces(rule: PolicyRule): boolean {
	return (
		rule.resourceNames.length > 0 && rule.resources.some((entry) => isNamespaceEntry(entry, rule))
	);
}
