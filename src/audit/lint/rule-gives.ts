import type { PolicyRule } from "../../model/rule.ts";

/** Verbs on entries of one API group: any of them. */
export interface Asked {
	readonly verbs: readonly string[];
	readonly group: string;
	readonly entries: readonly string[];
}

/** Does a rule allow any of what is asked, for some name? */
export function ruleGives(rule: PolicyRule, { verbs, group, entries }: Asked): boolean {
	const { apiGroups } = rule;
	return (
		(rule.verbs.includes("*") || verbs.some((verb) => rule.verbs.includes(verb))) &&
		(apiGroups.includes("*") || apiGroups.includes(group)) &&
		entries.some((entry) => hasEntry(rule.resources, entry))
	);
}

/** Does a list of resources hold an entry, by its own word or a star? */
export function hasEntry(resources: readonly string[], entry: string): boolean {
	const slash = entry.indexOf("/");
	return (
		resources.includes("*") ||
		resources.includes(entry) ||
		(slash >= 0 && resources.includes(`*${entry.slice(slash)}`))
	);
}
