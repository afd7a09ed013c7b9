import type { EffectiveRole, SourcedRule } from "../model/grant.ts";
import type { LabelSelector, Role } from "../model/role.ts";
import { compareText } from "../model/text-order.ts";
import { selectorMatches } from "./label-selector.ts";
import { holdsAll, type RuleSet, RuleSets } from "./rule-sets.ts";

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
	const selected = sourcesFirst(
		aggregated.map((role) => ({ role, sources: sourcesOf(role, labelled) })),
	);
	const sets = new RuleSets(clusterRoles);

	let changed = true;
	for (let round = 0; changed && round <= clusterRoles.length; round += 1) {
		changed = false;
		for (const { role, sources } of selected) {
			const { rules, set } = union(sources, effective, sets);
			const before = sets.of(role);
			if (rules.length === 0) continue;
			// The controller writes the same rules in another order too: once, since here sources come first.
			if (round > 0 && before !== undefined && isSame(before, set)) continue;
			effective.set(role.name, { role, rules });
			sets.put(role, set);
			changed = true;
		}
	}
	return effective;
}

const none: readonly Role[] = [];

interface Selected {
	readonly role: Role;
	readonly sources: readonly Role[];
}

/** Every role behind those it selects, so that one round is enough for all but circles. */
function sourcesFirst(selected: readonly Selected[]): readonly Selected[] {
	const byRole = new Map(selected.map((one) => [one.role, one]));
	const seen = new Set<Selected>();
	const ordered: Selected[] = [];
	for (const start of selected) {
		if (seen.has(start)) continue;
		seen.add(start);
		const path = [{ one: start, next: 0 }];
		for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
			const source = top.one.sources[top.next];
			top.next += 1;
			const below = source === undefined ? undefined : byRole.get(source);
			if (source === undefined) {
				ordered.push(top.one);
				path.pop();
			} else if (below !== undefined && !seen.has(below)) {
				seen.add(below);
				path.push({ one: below, next: 0 });
			}
		}
	}
	return ordered;
}

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
	sets: RuleSets,
): { readonly rules: readonly SourcedRule[]; readonly set: RuleSet } {
	const rules: SourcedRule[] = [];
	const set = sets.empty();
	for (const source of sources) {
		const own = sets.of(source);
		if (own !== undefined && holdsAll(set, own)) continue;
		for (const sourced of effective.get(source.name)?.rules ?? []) {
			if (!sets.add(set, sourced.rule)) continue;
			rules.push({ ...sourced, through: way(source, sourced.through) });
		}
	}
	return { rules, set };
}

/** Of a way that is absurdly long, which only a file made for it has, the middle is left out. */
function way(source: Role, rest: readonly Role[]): readonly Role[] {
	return rest.length < longestWay ? [source, ...rest] : [source, ...rest.slice(1)];
}

const longestWay = 20;

function isSame(one: RuleSet, other: RuleSet): boolean {
	return holdsAll(one, other) && holdsAll(other, one);
}

function byName(one: Role, other: Role): number {
	return compareText(one.name, other.name);
}
