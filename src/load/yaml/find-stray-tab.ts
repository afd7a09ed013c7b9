import type { Node } from "yaml";
import { yamlLibrary } from "./yaml-library.ts";

/** A tab kubectl refuses and `yaml` takes: in front of a line's content, or behind a dash; not inside text and brackets. */
export function findStrayTab(text: string, root: Node | null): number | undefined {
	if (!text.includes("\t")) return undefined;
	const tabs = Array.from(
		text.matchAll(/^[ -]*\t/gm),
		(match) => match.index + match[0].length - 1,
	);
	if (tabs.length === 0) return undefined;
	const ranges = rangesOf(root);
	let next = 0;
	let insideUntil = 0;
	return tabs.find((tab) => {
		for (; next < ranges.length && (ranges[next]?.[0] ?? 0) < tab; next++) {
			insideUntil = Math.max(insideUntil, ranges[next]?.[1] ?? 0);
		}
		return insideUntil <= tab;
	});
}

/** Where scalars and flow collections stand, in the order of the text; a plain scalar ends with its last character. */
function rangesOf(root: Node | null): readonly (readonly [number, number])[] {
	const ranges: [number, number][] = [];
	if (root === null) return ranges;
	yamlLibrary().visit(root, {
		Node: (_key, node) => {
			const isFlow = "flow" in node && node.flow === true;
			if (node.range && (isFlow || "source" in node)) ranges.push([node.range[0], node.range[1]]);
		},
	});
	return ranges;
}
