import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { LabelSelector, Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { compareText } from "../model/text-order.ts";
import { selectorMatches } from "./label-selector.ts";

/**
 * The rules of each ClusterRole after the aggregation controller has run. A role's declared rules stay only while the
 * roles it selects bring none. Roles may select each other: rounds go on until nothing changes. In a cycle the real
 * outcome depends on the order in which the controller happens to work; ours is by name.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go
 */
export function aggregateRoles(clusterRoles: readonly Role[]): ReadonlyMap<string, EffectiveRole> {
	const effective = new Map<string, EffectiveRole>();
	for (const role of clusterRoles) effective.set(role.name, declared(role));

	const aggregated = clusterRoles.filter((role) => role.aggregation !== undefined).sort(byName);
	if (aggregated.length === 0) return effective;
	const labelled = clusterRoles.toSorted(byName);
	const selected = aggregated.map((role) => ({ role, sources: sourcesOf(role, labelled) }));

	let changed = true;
	for (let round = 0; changed && round <= clusterRoles.length; round += 1) {
		changed = false;
		for (const { role, sources } of selected) {
			const rules = union(sources, effective);
			const before = effective.get(role.name);
			if (rules.length === 0 || before === undefined || sameRules(before.rules, rules)) continue;
			effective.set(role.name, { role, rules });
			changed = true;
		}
	}
	return effective;
}

const none: readonly Role[] = [];

/** A role with the rules it declares itself. */
export function declared(role: Role): EffectiveRole {
	const rules = role.rules.map((rule, index) => ({ rule, declaredIn: role, index, through: none }));
	return { role, rules };
}

/** Selectors in order, within one by name; a role never selects itself, and comes twice when two selectors match. */
function sourcesOf(role: Role, labelled: readonly Role[]): readonly Role[] {
	const matching = (selector: LabelSelector): Role[] =>
		labelled.filter(
			(source) => source.name !== role.name && selectorMatches(selector, source.labels),
		);
	return (role.aggregation ?? []).flatMap(matching);
}

function union(
	sources: readonly Role[],
	effective: ReadonlyMap<string, EffectiveRole>,
): readonly SourcedRule[] {
	const rules = new Map<string, SourcedRule>();
	for (const source of sources) {
		for (const sourced of effective.get(source.name)?.rules ?? []) {
			const key = ruleKey(sourced.rule);
			if (rules.has(key)) continue;
			rules.set(key, { ...sourced, through: [source, ...sourced.through] });
		}
	}
	return [...rules.values()];
}

function sameRules(one: readonly SourcedRule[], other: readonly SourcedRule[]): boolean {
	return (
		one.length === other.length &&
		one.every((sourced, i) => ruleKey(sourced.rule) === ruleKey(other[i]?.rule ?? sourced.rule))
	);
}

const ruleKeys = new WeakMap<PolicyRule, string>();

/** Equal for rules with equal lists in equal order, as the controller compares them. */
function ruleKey(rule: PolicyRule): string {
	let key = ruleKeys.get(rule);
	if (key === undefined) {
		const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
		key = JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
		ruleKeys.set(rule, key);
	}
	return key;
}

function byName(one: Role, other: Role): number {
	return compareText(one.name, other.name);
}
