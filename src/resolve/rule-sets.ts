import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";

/** A bit for each different rule. */
export type RuleSet = Uint32Array;

/**
 * The rules of each aggregated role as a set, by bits: a file may hold a thousand roles that all select each other,
 * and going through all their rules again and again would take minutes.
 */
export class RuleSets {
	readonly #numbers = new Map<PolicyRule, number>();
	readonly #sets = new Map<string, RuleSet>();
	readonly #words: number;

	constructor(roles: readonly Role[]) {
		const byKey = new Map<string, number>();
		for (const rule of roles.flatMap((role) => role.rules)) {
			const key = ruleKey(rule);
			const number = byKey.get(key) ?? byKey.size;
			byKey.set(key, number);
			this.#numbers.set(rule, number);
		}
		this.#words = Math.ceil(byKey.size / 32);
		for (const role of roles) {
			if (role.aggregation === undefined) continue;
			const set = this.empty();
			for (const rule of role.rules) this.add(set, rule);
			this.#sets.set(role.name, set);
		}
	}

	empty(): RuleSet {
		return new Uint32Array(this.#words);
	}

	/** Undefined for a role that aggregates nothing: it has few rules, and keeps them. */
	of(role: Role): RuleSet | undefined {
		return this.#sets.get(role.name);
	}

	put(role: Role, set: RuleSet): void {
		this.#sets.set(role.name, set);
	}

	/** False when the rule, or one that says the same, was in the set before. */
	add(set: RuleSet, rule: PolicyRule): boolean {
		const number = this.#numbers.get(rule) ?? 0;
		const bits = set[number >>> 5] ?? 0;
		const bit = 1 << (number & 31);
		if ((bits & bit) !== 0) return false;
		set[number >>> 5] = bits | bit;
		return true;
	}
}

/** Is every rule of the other set in the first? */
export function holdsAll(set: RuleSet, other: RuleSet): boolean {
	for (let i = 0; i < set.length; i += 1) {
		if (((other[i] ?? 0) & ~(set[i] ?? 0)) !== 0) return false;
	}
	return true;
}

/** Equal for rules with equal lists in equal order, as the controller compares them. */
function ruleKey(rule: PolicyRule): string {
	const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
	return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}
