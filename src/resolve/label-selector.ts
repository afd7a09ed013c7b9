import type { LabelRequirement, LabelSelector } from "../model/role.ts";

/** Does a selector match these labels? An empty selector matches everything. */
export function selectorMatches(
	selector: LabelSelector,
	labels: ReadonlyMap<string, string>,
): boolean {
	for (const [key, value] of selector.matchLabels) if (labels.get(key) !== value) return false;
	return selector.matchExpressions.every((requirement) => requirementHolds(requirement, labels));
}

function requirementHolds(
	{ key, operator, values }: LabelRequirement,
	labels: ReadonlyMap<string, string>,
): boolean {
	const value = labels.get(key);
	switch (operator) {
		case "In":
			return value !== undefined && values.includes(value);
		case "NotIn":
			return value === undefined || !values.includes(value);
		case "Exists":
			return value !== undefined;
		case "DoesNotExist":
			return value === undefined;
	}
}
