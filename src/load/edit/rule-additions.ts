import type { Node, Pair, YAMLMap } from "yaml";
import type { PolicyRule } from "../../model/rule.ts";
import { yamlLibrary } from "../yaml/yaml-library.ts";
import { endOfContent, endOfLine, linesOfItems } from "./items.ts";
import type { Replacement } from "./replace-in.ts";
import type { RuleEdit } from "./rule-edit.ts";
import type { RulesPlace } from "./rule-text.ts";
import { separatorOf, writtenWord } from "./word-replacements.ts";

/** New rules in the manner of the one they are put behind. */
export function addedRules(
	place: RulesPlace,
	added: NonNullable<RuleEdit["added"]>,
): readonly Replacement[] | string {
	if (added.length === 0) return [];
	const { list, text } = place;
	const { isMap } = yamlLibrary();
	if (list.flow === true) {
		const separator = separatorOf(list, text);
		return added.map(({ behind, rule }) => {
			const at = endOfContent(list.items[behind] as Node);
			return { start: at, end: at, text: `${separator}${inFlow(rule, true)}` };
		});
	}
	const lines = linesOfItems(place);
	if (lines === undefined) return "its rules do not each begin a line of their own";
	return added.map(({ behind, rule }) => {
		const node = list.items[behind] as Node;
		const own = lines[behind];
		const indent = own?.indent ?? "";
		const isFlow = isMap(node) && node.flow === true;
		const body = isFlow ? inFlow(rule, false) : inBlock(rule, indent);
		const at = own?.end ?? 0;
		return { start: at, end: at, text: `${indent}- ${body}\n` };
	});
}

/** A list that a rule has not had. */
export function addedField(
	{ text }: Pick<RulesPlace, "text">,
	map: YAMLMap,
	field: keyof PolicyRule,
	words: readonly string[],
): Replacement {
	const { isScalar } = yamlLibrary();
	const last = map.items.at(-1) as Pair<Node, Node> | undefined;
	const key = last?.key;
	const isJson = isScalar(key) && key.type === "QUOTE_DOUBLE";
	const pair = `${isJson ? JSON.stringify(field) : field}: [${words.map(wordIn(isJson)).join(", ")}]`;
	const at = endOfContent(map.flow === true && last?.value ? last.value : map);
	if (map.flow === true) return { start: at, end: at, text: `, ${pair}` };
	const lineStart = text.lastIndexOf("\n", (key?.range?.[0] ?? 0) - 1) + 1;
	const before = text.slice(lineStart, key?.range?.[0] ?? 0);
	const line = endOfLine(text, at);
	return { start: line, end: line, text: `${before.replace(/[^ \t]/g, " ")}${pair}\n` };
}

const fields = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"] as const;

function inFlow(rule: PolicyRule, isJson: boolean): string {
	const pairs = fields
		.filter((field) => rule[field].length > 0)
		.map((field) => {
			const key = isJson ? JSON.stringify(field) : field;
			return `${key}: [${rule[field].map(wordIn(isJson)).join(", ")}]`;
		});
	return `{${pairs.join(", ")}}`;
}

function inBlock(rule: PolicyRule, indent: string): string {
	const pairs = fields
		.filter((field) => rule[field].length > 0)
		.map((field) => `${field}: [${rule[field].map(wordIn(false)).join(", ")}]`);
	return pairs.join(`\n${indent}  `);
}

function wordIn(isJson: boolean): (word: string) => string {
	return isJson ? (word) => JSON.stringify(word) : writtenWord;
}
