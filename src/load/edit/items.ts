import type { Node, YAMLSeq } from "yaml";
import { yamlLibrary } from "../yaml/yaml-library.ts";
import type { Replacement } from "./replace-in.ts";
import type { Comment } from "./rule-text.ts";

/** The whole lines an item of a list in block style takes, with the comments right above it. */
export interface ItemLines {
	readonly start: number;
	readonly end: number;
	readonly dash: number;
	readonly indent: string;
}

interface Listed {
	readonly list: YAMLSeq;
	readonly text: string;
	readonly comments: readonly Comment[];
}

/** The lines of every item; undefined when they cannot be told apart by lines. */
export function linesOfItems({ list, text, comments }: Listed): readonly ItemLines[] | undefined {
	const lines: ItemLines[] = [];
	let before = 0;
	for (const item of list.items) {
		const range = (item as Node).range;
		const head =
			range &&
			/(?:^|\n)([ \t]*)-[ \t]*(?:(?:#[^\n]*)?\n[ \t]*)*$/.exec(text.slice(before, range[0]));
		if (!head) return undefined;
		const indent = head[1] ?? "";
		const lineStart = before + head.index + (head[0].startsWith("\n") ? 1 : 0);
		const end = endOfLine(text, endOfContent(item as Node));
		const start = withCommentsAbove(text, lineStart, before, comments);
		lines.push({ start, end, dash: lineStart + indent.length, indent });
		before = end;
	}
	return lines;
}

/** The end of the last word or bracket; a mapping's own range goes on to what follows it. */
export function endOfContent(node: Node): number {
	const { isAlias, isCollection, isScalar, visit } = yamlLibrary();
	let end = 0;
	visit(node, {
		Node: (_key, inner) => {
			const isFlow = isCollection(inner) && inner.flow === true;
			if (isScalar(inner) || isAlias(inner) || isFlow) end = Math.max(end, inner.range?.[1] ?? 0);
		},
	});
	return end;
}

/** Behind the line break. */
export function endOfLine(text: string, from: number): number {
	if (text[from - 1] === "\n") return from;
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end + 1;
}

function withCommentsAbove(
	text: string,
	lineStart: number,
	least: number,
	comments: readonly Comment[],
): number {
	let start = lineStart;
	while (start > least) {
		const above = text.lastIndexOf("\n", start - 2) + 1;
		const line = text.slice(above, start);
		const at = above + line.search(/\S/);
		const isComment = line.trim() !== "" && comments.some((comment) => comment.at === at);
		if (above < least || !isComment) break;
		start = above;
	}
	return start;
}

/** How items go from a list in brackets, with one comma each. */
export function flowRemovals(list: YAMLSeq, gone: ReadonlySet<number>): readonly Replacement[] {
	const ranges = list.items.map((item) => (item as Node).range ?? ([0, 0, 0] as const));
	let isFirst = true;
	return ranges.flatMap(([start, end], index) => {
		if (!gone.has(index)) {
			isFirst = false;
			return [];
		}
		const next = ranges[index + 1];
		const previous = ranges[index - 1];
		if (isFirst) return [{ start, end: next?.[0] ?? end, text: "" }];
		return [{ start: previous?.[1] ?? start, end, text: "" }];
	});
}
