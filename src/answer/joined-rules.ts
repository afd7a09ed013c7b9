import type { PolicyRule } from "../model/rule.ts";
import { compareVerbs } from "../model/verb-order.ts";
import { atomsOf, compactRules } from "../resolve/rule-covers.ts";

/**
 * Rules of exactly the same atoms in fewer lines, by which the server's escalation check holds them: verbs of one thing
 * together, then things with the same verbs.
 */
export function joinedRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
	const atoms = new Map(rules.flatMap(atomsOf).map((atom) => [JSON.stringify(atom), atom]));
	const onPaths = [...atoms.values()].filter((atom) => atom.nonResourceURLs.length > 0);
	const onResources = [...atoms.values()].filter((atom) => atom.nonResourceURLs.length === 0);
	const byVerbs = [...compactRules(onResources), ...withVerbsJoined(onPaths)].map(inVerbOrder);
	const joined = new Map<string, PolicyRule>();
	for (const rule of byVerbs) {
		const key = JSON.stringify([rule.verbs, rule.apiGroups, rule.resourceNames]);
		const before = joined.get(key);
		joined.set(key, before === undefined ? rule : together(before, rule));
	}
	return withNamesJoined([...joined.values()]);
}

function inVerbOrder(rule: PolicyRule): PolicyRule {
	const verbs = rule.verbs.toSorted(compareVerbs);
	return { ...rule, verbs };
}

function together(one: PolicyRule, other: PolicyRule): PolicyRule {
	return {
		...one,
		resources: [...one.resources, ...other.resources],
		nonResourceURLs: [...one.nonResourceURLs, ...other.nonResourceURLs],
	};
}

function withVerbsJoined(atoms: readonly PolicyRule[]): readonly PolicyRule[] {
	const byPath = new Map<string, PolicyRule>();
	for (const atom of atoms) {
		const key = JSON.stringify(atom.nonResourceURLs);
		const before = byPath.get(key);
		byPath.set(key, before ? { ...before, verbs: [...before.verbs, ...atom.verbs] } : atom);
	}
	return [...byPath.values()];
}

/** Rules that differ in the names of objects alone. */
function withNamesJoined(rules: readonly PolicyRule[]): readonly PolicyRule[] {
	const joined = new Map<string, PolicyRule>();
	for (const rule of rules) {
		const isNamed = rule.resourceNames.length > 0;
		const key = JSON.stringify([isNamed, { ...rule, resourceNames: [] }]);
		const before = joined.get(key);
		const names = [...(before?.resourceNames ?? []), ...rule.resourceNames];
		joined.set(key, { ...rule, resourceNames: names });
	}
	return [...joined.values()];
}
