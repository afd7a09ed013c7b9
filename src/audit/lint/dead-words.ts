import type { KnownResources } from "../../model/known-resources.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { type DeadPair, deadWhy } from "./dead-why.ts";
import { pairDeath } from "./pair-death.ts";
import { type Entry, readEntry } from "./rule-entry.ts";
import type { RulePlace } from "./rule-place.ts";
import type { WordFault } from "./word-fault.ts";

/**
 * The words of a rule, each of which is right by itself, that match nothing together with the others: every pair of a
 * verb and a resource with the word in it is one that nobody can ask. A pair in between is no finding: that is how
 * people write rules.
 */
export function deadWords(
	rule: PolicyRule,
	place: RulePlace,
	known: KnownResources,
): readonly WordFault[] {
	if (rule.resources.length === 0) return [];
	const entries = [...new Set(rule.resources)].map((entry) => readEntry(entry, rule, known));
	const verbs = [...new Set(rule.verbs)];
	const pairs = entries.map((entry) => verbs.map((verb) => pairOf(verb, entry, rule, place)));
	const deadEntries = entries.flatMap((_, at) => faultOf("resources", pairs[at] ?? [], place));
	if (deadEntries.length === entries.length) return deadEntries;
	const alive = pairs.filter((row) => row.some(({ death }) => death === undefined));
	const deadVerbs = verbs.flatMap((_, at) =>
		faultOf(
			"verbs",
			alive.flatMap((row) => row[at] ?? []),
			place,
		),
	);
	return [...deadEntries, ...deadVerbs];
}

function pairOf(verb: string, entry: Entry, rule: PolicyRule, place: RulePlace): DeadPair {
	return { verb, entry, death: pairDeath(verb, entry, rule.resourceNames, place) };
}

function faultOf(
	field: "resources" | "verbs",
	pairs: readonly DeadPair[],
	place: RulePlace,
): readonly WordFault[] {
	const [first] = pairs;
	if (first === undefined || pairs.some(({ death }) => death === undefined)) return [];
	const word = field === "verbs" ? first.verb : first.entry.text;
	return [{ field, word, ...deadWhy(field, pairs, place) }];
}
