import type { Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import type { PolicyRule } from "../../model/rule.ts";
import { yamlLibrary } from "../yaml/yaml-library.ts";
import { emptiedList } from "./emptied-list.ts";
import { flowRemovals, type ItemLines, linesOfItems } from "./items.ts";
import type { Replacement } from "./replace-in.ts";
import { addedField, addedRules } from "./rule-additions.ts";
import type { RuleEdit } from "./rule-edit.ts";
import type { RulesPlace } from "./rule-text.ts";
import { wordReplacements } from "./word-replacements.ts";

const fields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;
const shared = "its rules share text with something else by a YAML anchor";

/** How the text of a role's rules changes, by offsets in the clean text; or why it cannot. */
export function ruleReplacements(
	place: RulesPlace,
	edit: RuleEdit,
): readonly Replacement[] | string {
	const { list } = place;
	if (list.items.length !== edit.rules.length) return "its rules are not written one by one";
	const found = edit.become.every((rule) => rule === undefined)
		? withoutRules(place, edit)
		: withRules(place, edit);
	return typeof found === "string" ? found : found.map((one) => moved(one, place.start));
}

const noneLeft = "no rule would be left: delete the role, or mend its rules";

function withoutRules(
	place: RulesPlace,
	{ mayEmpty, added = [] }: RuleEdit,
): readonly Replacement[] | string {
	if (mayEmpty !== true || added.length > 0) return noneLeft;
	return isShared(place.list, place.aliased) ? shared : emptiedList(place);
}

function withRules(place: RulesPlace, edit: RuleEdit): readonly Replacement[] | string {
	const { list } = place;
	const added = addedRules(place, edit.added ?? []);
	if (typeof added === "string") return added;
	if (isShared(list, place.aliased)) return shared;
	const found: Replacement[] = [];
	const gone: number[] = [];
	for (const [index, rule] of edit.rules.entries()) {
		const result = edit.become[index];
		const node = list.items[index] as Node;
		if (result === undefined) {
			if (holdsAnchor(node, place.aliased)) return shared;
			gone.push(index);
			continue;
		}
		const changed = changedWords(place, node, rule, result);
		if (typeof changed === "string") return changed;
		found.push(...changed);
	}
	const removed = list.flow === true ? inFlow(place, gone) : inBlock(place, edit, gone, found);
	if (typeof removed === "string") return removed;
	return [...found, ...removed, ...added];
}

function moved({ start, end, text }: Replacement, by: number): Replacement {
	return { start: start + by, end: end + by, text };
}

function isShared(node: Node, aliased: ReadonlySet<string>): boolean {
	const anchor = "anchor" in node ? node.anchor : undefined;
	return typeof anchor === "string" && aliased.has(anchor);
}

function holdsAnchor(node: Node, aliased: ReadonlySet<string>): boolean {
	let holds = false;
	yamlLibrary().visit(node, {
		Node: (_key, inner) => {
			if (isShared(inner, aliased)) holds = true;
		},
	});
	return holds;
}

function changedWords(
	place: RulesPlace,
	node: Node,
	rule: PolicyRule,
	result: PolicyRule,
): readonly Replacement[] | string {
	const { isMap } = yamlLibrary();
	const found: Replacement[] = [];
	for (const field of fields) {
		if (isSame(rule[field], result[field])) continue;
		if (isMap(node) && rule[field].length === 0 && !hasKey(node, field)) {
			found.push(addedField(place, node, field, result[field]));
			continue;
		}
		const list = isMap(node) ? listOf(node, field) : undefined;
		if (list === undefined || isShared(list, place.aliased)) return shared;
		const words = wordReplacements(place, list, rule[field], result[field]);
		if (typeof words === "string") return words;
		found.push(...words);
	}
	return found;
}

function hasKey(map: YAMLMap, field: string): boolean {
	const { isScalar } = yamlLibrary();
	// What a merge brings in may hold the field too.
	return map.items.some(({ key }) => isScalar(key) && (key.value === field || key.value === "<<"));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** The list that a field of a mapping is itself; undefined when it comes from elsewhere or stands twice. */
function listOf(map: YAMLMap, field: string): YAMLSeq | undefined {
	const { isScalar, isSeq } = yamlLibrary();
	const pairs = map.items.filter(({ key }) => isScalar(key) && key.value === field) as Pair[];
	const [value] = pairs.map((pair) => pair.value);
	return pairs.length === 1 && isSeq(value) ? value : undefined;
}

function inFlow(place: RulesPlace, gone: readonly number[]): readonly Replacement[] | string {
	const removals = flowRemovals(place.list, new Set(gone));
	const hasComment = removals.some(({ start, end }) =>
		place.comments.some(({ at }) => start <= at && at < end),
	);
	return hasComment ? "a comment stands among rules in brackets" : removals;
}

/** Rules go by whole lines; their comments move above the rule that took them in. */
function inBlock(
	place: RulesPlace,
	{ takers, become }: RuleEdit,
	gone: readonly number[],
	words: readonly Replacement[],
): readonly Replacement[] | string {
	const lines = linesOfItems(place);
	if (lines === undefined) return "its rules do not each begin a line of their own";
	const first = become.findIndex((rule) => rule !== undefined);
	const comments = new Map<number, string[]>();
	const move = (to: number, range: { readonly start: number; readonly end: number }): void => {
		const own = place.comments.filter(({ at }) => range.start <= at && at < range.end);
		const before = comments.get(to) ?? [];
		comments.set(to, [...before, ...own.map(({ text }) => text)]);
	};
	for (const index of gone) {
		const own = lines[index];
		if (own !== undefined) move(takers[index] ?? first, own);
	}
	for (const [index, { dash, end }] of lines.entries()) {
		const inside = words.filter((word) => dash <= word.start && word.end <= end);
		for (const range of gone.includes(index) ? [] : inside) move(index, range);
	}
	const removals = gone.flatMap((index) =>
		lines[index] ? [removalOf(place.text, lines[index])] : [],
	);
	const kept = [...comments].flatMap(([to, texts]) => insertion(lines[to], texts));
	return [...joined(removals), ...kept];
}

function removalOf(text: string, { start, end }: ItemLines): Replacement {
	// Between two empty lines only one stays.
	const before = text.slice(0, start);
	const isBetween = /\n[ \t]*\n$/.test(before) && /^[ \t]*(?:\n|$)/.test(text.slice(end));
	const from = isBetween ? before.replace(/[ \t]*\n$/, "").length : start;
	return { start: from, end, text: "" };
}

/** Removals that touch are one. */
function joined(removals: readonly Replacement[]): readonly Replacement[] {
	const result: Replacement[] = [];
	for (const removal of removals) {
		const last = result.at(-1);
		if (last === undefined || last.end < removal.start) result.push(removal);
		else result[result.length - 1] = { ...last, end: removal.end };
	}
	return result;
}

function insertion(
	lines: ItemLines | undefined,
	comments: readonly string[],
): readonly Replacement[] {
	if (lines === undefined || comments.length === 0) return [];
	const { dash, indent } = lines;
	const at = dash - indent.length;
	return [{ start: at, end: at, text: comments.map((text) => `${indent}${text}\n`).join("") }];
}
