import { isCompleteGroup, type KnownResources } from "../model/known-resources.ts";
import { requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { pairDeath } from "./lint/pair-death.ts";
import { readEntry } from "./lint/rule-entry.ts";

/** What a rule gives in vain: verbs that a resource does not have, resources that a group does not serve. */
export function unaskable(rule: PolicyRule, known: KnownResources): readonly PolicyRule[] {
	return rule.apiGroups.flatMap((group) =>
		rule.resources.flatMap((resource) =>
			ofOne({ ...rule, apiGroups: [group], resources: [resource] }, known),
		),
	);
}

/** Of a rule with one group and one resource. */
function ofOne(rule: PolicyRule, known: KnownResources): readonly PolicyRule[] {
	const [group = "", text = ""] = [rule.apiGroups[0], rule.resources[0]];
	const entry = readEntry(text, rule, known);
	const isAny = group === "*" || entry.resource === "*" || entry.subresource === "*";
	if (!isAny && entry.served.length === 0) return isCompleteGroup(group, known) ? [rule] : [];
	const verbs = (rule.verbs.includes("*") ? requestVerbs : rule.verbs).filter(
		(verb) => pairDeath(verb, entry, rule.resourceNames, { kind: "everywhere" }) !== undefined,
	);
	return verbs.length === 0 ? [] : [{ ...rule, verbs }];
}
