import type { Node, Scalar, YAMLSeq } from "yaml";
import { yamlLibrary } from "../yaml/yaml-library.ts";
import { flowRemovals, linesOfItems } from "./items.ts";
import type { Replacement } from "./replace-in.ts";
import type { RulesPlace } from "./rule-text.ts";

/** How a list of words changes in its text: words go, and new ones are put behind those that stay. */
export function wordReplacements(
	place: RulesPlace,
	list: YAMLSeq,
	words: readonly string[],
	result: readonly string[],
): readonly Replacement[] | string {
	const { comments, aliased } = place;
	const items = list.items as readonly Node[];
	if (!items.every((item, index) => isWord(item, words[index], aliased))) {
		return "its words are not written as they are read";
	}
	const gone = new Set<number>();
	for (const [index, word] of words.entries()) {
		if (!result.includes(word) || words.indexOf(word) < index) gone.add(index);
	}
	if (result.length === 0) return "no word of a list would be left";
	const isAllGone = gone.size === words.length;
	const last = words.findLastIndex((_, index) => isAllGone || !gone.has(index));
	const anchor = items[last] as Scalar | undefined;
	if (anchor === undefined) return "a list that is empty would need words";
	const added = result.filter((word) => !words.includes(word)).map((word) => written(word, anchor));
	if (list.flow === true) {
		return [...inserted(place, list, anchor, added, isAllGone), ...flowRemovals(list, gone)];
	}
	const lines = linesOfItems({ list, text: place.text, comments });
	const own = lines?.[last];
	if (lines === undefined || own === undefined) return "its words do not each have a line";
	const insertion = {
		start: own.end,
		end: own.end,
		text: added.map((word) => `${own.indent}- ${word}\n`).join(""),
	};
	const removals = lines.flatMap(({ start, end }, index) =>
		gone.has(index) ? [{ start, end, text: "" }] : [],
	);
	return [...(added.length > 0 ? [insertion] : []), ...removals];
}

/** New words in brackets, behind the last that stays or in the place of all. */
function inserted(
	{ text }: RulesPlace,
	list: YAMLSeq,
	anchor: Scalar,
	added: readonly string[],
	isAllGone: boolean,
): readonly Replacement[] {
	if (added.length === 0) return [];
	const at = anchor.range?.[1] ?? 0;
	const between = separatorOf(list, text);
	const first = isAllGone ? "" : between;
	return [{ start: at, end: at, text: first + added.join(between) }];
}

function isWord(item: Node, word: string | undefined, aliased: ReadonlySet<string>): boolean {
	const { isScalar } = yamlLibrary();
	if (!isScalar(item) || item.value !== word) return false;
	return item.anchor === undefined || !aliased.has(item.anchor);
}

/** A word by itself, as YAML. */
export function writtenWord(word: string): string {
	return isPlain(word) ? word : JSON.stringify(word);
}

/** In the quotes of its neighbour. */
function written(word: string, neighbour: Scalar): string {
	if (neighbour.type === "QUOTE_SINGLE" && /^[\x20-\x7e]*$/.test(word)) {
		return `'${word.replaceAll("'", "''")}'`;
	}
	return neighbour.type === "PLAIN" && isPlain(word) ? word : JSON.stringify(word);
}

/** Surely a text to every reader of YAML, also inside of brackets. */
function isPlain(word: string): boolean {
	return (
		/^[a-z/][a-z0-9./-]*$/i.test(word) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(word)
	);
}

/** What stands between the items of a list in brackets. */
export function separatorOf(list: YAMLSeq, text: string): string {
	const [first, second] = (list.items as readonly Node[]).map(({ range }) => range);
	const usual = ", ";
	if (!first) return usual;
	const between = second
		? text.slice(first[1], second[0])
		: `,${/\[(\s*)$/.exec(text.slice(0, first[0]))?.[1]?.includes("\n") ? text.slice(text.lastIndexOf("\n", first[0]), first[0]) : " "}`;
	return /^\s*,\s*$/.test(between) ? between : usual;
}
