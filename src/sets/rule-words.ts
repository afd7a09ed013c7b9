import { requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";

/** The order in which a person lists verbs: that of tables, then all others by name. */
function compareVerbs(one: string, other: string): number {
	return rankOf(one) - rankOf(other) || compareText(one, other);
}

function rankOf(verb: string): number {
	const rank = requestVerbs.indexOf(verb);
	return rank < 0 ? requestVerbs.length : rank;
}

/** A rule's lists in order. */
export function inOrder(rule: PolicyRule): PolicyRule {
	return {
		verbs: rule.verbs.toSorted(compareVerbs),
		apiGroups: rule.apiGroups.toSorted(compareText),
		resources: rule.resources.toSorted(compareText),
		resourceNames: rule.resourceNames.toSorted(compareText),
		nonResourceURLs: rule.nonResourceURLs.toSorted(compareText),
	};
}

/** Rules for resources by group, resource, names and verbs; then those for paths. */
export function compareRules(one: PolicyRule, other: PolicyRule): number {
	const isPaths = Number(one.nonResourceURLs.length > 0) - Number(other.nonResourceURLs.length > 0);
	return (
		isPaths ||
		compareLists(one.apiGroups, other.apiGroups, compareText) ||
		compareLists(one.resources, other.resources, compareText) ||
		compareLists(one.nonResourceURLs, other.nonResourceURLs, compareText) ||
		compareLists(one.resourceNames, other.resourceNames, compareText) ||
		compareLists(one.verbs, other.verbs, compareVerbs)
	);
}

function compareLists(
	one: readonly string[],
	other: readonly string[],
	compare: (one: string, other: string) => number,
): number {
	for (const [index, word] of one.entries()) {
		const against = other[index];
		if (against === undefined) return 1;
		const order = compare(word, against);
		if (order !== 0) return order;
	}
	return one.length - other.length;
}

export const emptyRule: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};
