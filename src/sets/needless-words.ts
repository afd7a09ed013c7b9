import type { PolicyRule } from "../model/rule.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { PermissionSets } from "./permission-sets.ts";

type Rules = readonly (PolicyRule | undefined)[];

/** Lists whose words may go because another rule has them too. Verbs that belong together are better left together. */
const fields = ["resources", "nonResourceURLs", "resourceNames", "apiGroups"] as const;

/**
 * Takes words out of rules that change nothing: written twice, beside a star that holds them, or all of it in other
 * rules, later rules first. Words that match nothing at all stay.
 */
export function withoutNeedlessWords(sets: PermissionSets, rules: Rules): Rules {
	const lean = rules.map((rule) => rule && withoutRepeated(rule));
	for (let index = lean.length - 1; index >= 0; index -= 1) {
		const rule = lean[index];
		if (rule === undefined) continue;
		const others = lean.filter((other) => other !== undefined).filter((other) => other !== rule);
		const around = sets.ofRules(others);
		lean[index] = fields.reduce((less, field) => withoutCovered(sets, less, field, around), rule);
	}
	return lean;
}

function withoutRepeated(rule: PolicyRule): PolicyRule {
	const verbs = rule.verbs.includes("*") ? ["*"] : unique(rule.verbs);
	return {
		verbs,
		apiGroups: unique(rule.apiGroups),
		resources: unique(rule.resources),
		resourceNames: unique(rule.resourceNames),
		nonResourceURLs: unique(rule.nonResourceURLs),
	};
}

function unique(words: readonly string[]): readonly string[] {
	return [...new Set(words)];
}

function withoutCovered(
	sets: PermissionSets,
	rule: PolicyRule,
	field: (typeof fields)[number],
	others: PermissionSet,
): PolicyRule {
	let less = rule;
	for (const word of rule[field].toReversed()) {
		if (less[field].length === 1) break;
		const without = { ...less, [field]: less[field].filter((other) => other !== word) };
		const slice = sets.ofRules([{ ...less, [field]: [word] }]);
		if (slice.isEmpty) continue;
		if (slice.isSubsetOf(others.union(sets.ofRules([without])))) less = without;
	}
	return less;
}
