import { gridOf, roomFor } from "./grid.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { endOfPath, firstUnitLevel, pathVerbLevel, type Space } from "./space.ts";
import type { Mark, WordedGrid } from "./worded-grid.ts";

const fields = ["nonResourceURLs", "verbs"] as const;

/** The path requests of a set as atoms: a verb on one path, or on all that begin so. */
export function pathGrid({ space, paths }: PermissionSet, mark: Mark | undefined): WordedGrid {
	const { diagram } = space;
	const named =
		diagram.level(paths) === pathVerbLevel
			? diagram.edges(paths).map(([letter, trie]): [string, Node] => [space.word(letter), trie])
			: [];
	const rest = diagram.level(paths) === pathVerbLevel ? diagram.fallback(paths) : paths;
	const common = named.reduce((one, [, trie]) => diagram.apply("intersection", one, trie), rest);
	const byVerb: readonly (readonly [string, Node])[] = [
		["*", common],
		...named.filter(([verb]) => verb !== "*"),
	];
	const urls = [...new Set(byVerb.flatMap(([, trie]) => urlsIn(space, trie)))].sort();
	const sizes = [urls.length, byVerb.length];
	const held = roomFor(sizes);
	for (const [url, text] of urls.entries()) {
		const pattern = text.endsWith("*")
			? space.path(text.slice(0, -1), true)
			: space.path(text, false);
		for (const [verb, [, trie]] of byVerb.entries()) {
			held[url * byVerb.length + verb] = Number(diagram.includes(trie, pattern));
		}
	}
	const verbs = byVerb.map(([verb]) => verb);
	const higher = urls.map((url) => shorterPrefixes(urls, url));
	const grid = gridOf({
		sizes,
		held,
		above: (side, word) => (side === 0 ? (higher[word] ?? []) : word === 0 ? [] : [0]),
		mark:
			mark &&
			((side, word) =>
				side === 0
					? mark("nonResourceURLs", urls[word] ?? "", false)
					: mark("verbs", verbs[word] ?? "", word === 0)),
	});
	return { grid, fields, words: [urls, verbs] };
}

/** The exact paths and prefixes that a trie is made of; what only exceptions can say is left out. */
function urlsIn({ diagram }: Space, trie: Node): readonly string[] {
	const urls: string[] = [];
	const open: (readonly [Node, string])[] = [[trie, ""]];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const [node, text] = next;
		if (node === nothing) continue;
		if (node === everything) {
			urls.push(`${text}*`);
			continue;
		}
		const exact = diagram.follow(node, firstUnitLevel + text.length, endOfPath);
		if (exact === everything && !text.endsWith("*")) urls.push(text);
		if (diagram.level(node) !== firstUnitLevel + text.length) continue;
		for (const [unit, child] of diagram.edges(node)) {
			if (unit !== endOfPath) open.push([child, text + String.fromCharCode(unit)]);
		}
	}
	return urls;
}

function shorterPrefixes(urls: readonly string[], url: string): readonly number[] {
	const start = url.endsWith("*") ? url.slice(0, -1) : url;
	return urls.flatMap((other, index) =>
		other !== url && other.endsWith("*") && start.startsWith(other.slice(0, -1)) ? [index] : [],
	);
}
