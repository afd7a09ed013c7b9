import type { PolicyRule } from "../model/rule.ts";
import type { RuleChange } from "../model/simplification.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";

type Rules = readonly (PolicyRule | undefined)[];

const fields = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"] as const;

/** What happened to rules, in words: which went, and which others allow what they did. */
export function ruleChanges(
	sets: PermissionSets,
	before: Rules,
	after: Rules,
): readonly RuleChange[] {
	return before.flatMap((rule, index) => {
		if (rule === undefined) return [];
		const result = after[index];
		return result === undefined
			? [goneRule(sets, rule, index, before, after)]
			: fields.flatMap((field) => wordChanges(sets, { index, field, rule, result }, after));
	});
}

function goneRule(
	sets: PermissionSets,
	rule: PolicyRule,
	index: number,
	before: Rules,
	after: Rules,
): RuleChange {
	const set = sets.ofRules([rule]);
	const by = coveringRules(sets, set, after, index);
	const asTheyWere = by.map((other) => before[other]).filter((other) => other !== undefined);
	return set.isSubsetOf(sets.ofRules(asTheyWere))
		? { kind: "covered", rule: index, by }
		: { kind: "merged", rule: index, into: by };
}

interface ChangedList {
	readonly index: number;
	readonly field: keyof PolicyRule;
	readonly rule: PolicyRule;
	readonly result: PolicyRule;
}

function wordChanges(
	sets: PermissionSets,
	{ index, field, rule, result }: ChangedList,
	after: Rules,
): readonly RuleChange[] {
	const added = result[field].filter((word) => !rule[field].includes(word));
	const seen = new Set<string>();
	const twice: string[] = [];
	const gone: string[] = [];
	for (const word of rule[field]) {
		if (seen.has(word)) twice.push(word);
		else if (!result[field].includes(word)) gone.push(word);
		seen.add(word);
	}
	const changes: RuleChange[] = [];
	if (added.length > 0) changes.push({ kind: "extended", rule: index, field, words: added });
	if (twice.length > 0) {
		changes.push({ kind: "needless", rule: index, field, words: unique(twice), by: [] });
	}
	const byCover = new Map<string, { readonly words: string[]; readonly by: readonly number[] }>();
	for (const word of gone) {
		const slice = sets.ofRules([{ ...rule, [field]: [word] }]);
		const rest = slice.difference(sets.ofRules([result]));
		const by = coveringRules(sets, rest, after, index);
		const key = by.join();
		const group = byCover.get(key) ?? { words: [], by };
		group.words.push(word);
		byCover.set(key, group);
	}
	for (const { words, by } of byCover.values()) {
		changes.push({ kind: "needless", rule: index, field, words, by });
	}
	return changes;
}

function unique(words: readonly string[]): readonly string[] {
	return [...new Set(words)];
}

/** Few other rules that allow all of a set together: none of them can be left out. */
function coveringRules(
	sets: PermissionSets,
	set: PermissionSet,
	rules: Rules,
	except: number,
): readonly number[] {
	if (set.isEmpty) return [];
	const able = rules.flatMap((rule, index) => {
		const own = rule === undefined || index === except ? undefined : sets.ofRules([rule]);
		return own?.meets(set) === true ? [{ index, own }] : [];
	});
	const alone = able.find(({ own }) => set.isSubsetOf(own));
	if (alone !== undefined) return [alone.index];
	let kept = able;
	for (const one of able.toReversed()) {
		const others = kept.filter((other) => other !== one);
		if (set.isSubsetOf(sets.union(others.map(({ own }) => own)))) kept = others;
	}
	return kept.map(({ index }) => index);
}
