import type { PolicyRule } from "../model/rule.ts";
import { type Block, hasAtom } from "./block.ts";
import { allOf, asCandidate, coveredBits, fewestBlocks, partsOf } from "./fewest-blocks.ts";
import type { Atom } from "./grid.ts";
import { withoutNeedlessWords } from "./needless-words.ts";
import { pathGrid } from "./path-grid.ts";
import type { PermissionSets } from "./permission-sets.ts";
import { resourceGrid } from "./resource-grid.ts";
import { emptyRule } from "./rule-words.ts";
import { smallestCover } from "./smallest-cover.ts";
import { type Mark, ruleOfBlock, type WordedGrid } from "./worded-grid.ts";

/**
 * What becomes of each rule of a role so that the fewest rules allow exactly what they allow now, changing as few as
 * possible: itself, a rule that has taken in others, or undefined where others say it all. Rules that match nothing
 * stay as they are.
 */
export function leanRules(
	sets: PermissionSets,
	rules: readonly PolicyRule[],
): readonly (PolicyRule | undefined)[] {
	const set = sets.ofRules(rules);
	const mark: Mark = (field, word, isAny) =>
		rules.map((rule) => Number(holdsWord(rule, field, word, isAny))).join("");
	const become = new Map<number, PolicyRule>();
	for (const worded of [resourceGrid(set, mark), pathGrid(set, mark)]) {
		const blocks = rules.map((rule) => blockOfRule(worded, rule));
		for (const part of partsOf(worded.grid, worded.grid.largest)) {
			for (const [index, rule] of leanPart(worded, part, rules, blocks)) become.set(index, rule);
		}
	}
	const kept = rules.map((rule, index) =>
		sets.ofRules([rule]).isEmpty ? rule : become.get(index),
	);
	const lean = withoutNeedlessWords(sets, kept);
	const written = lean.filter((rule) => rule !== undefined);
	if (!sets.ofRules(written).equals(set)) throw new Error("fewer rules allow something else");
	return lean;
}

function holdsWord(
	rule: PolicyRule,
	field: keyof PolicyRule,
	word: string,
	isAny: boolean,
): boolean {
	const list = rule[field];
	if (field === "resourceNames") return isAny ? list.length === 0 : list.includes(word);
	if (field === "nonResourceURLs") return list.some((url) => withOneStar(url) === word);
	return list.includes(word);
}

/** Any number of stars at the end of a path is one. */
function withOneStar(url: string): string {
	return url.replace(/\*+$/, "*");
}

function blockOfRule({ grid, fields, words }: WordedGrid, rule: PolicyRule): Block {
	return fields.map((field, side) =>
		(grid.letters[side] ?? []).flatMap(([word = 0], letter) => {
			const isAny = word === 0 && field !== "nonResourceURLs";
			return holdsWord(rule, field, words[side]?.[word] ?? "", isAny) ? [letter] : [];
		}),
	);
}

/** A part of the atoms that no block shares with another part, and what the rules behind it become. */
function leanPart(
	worded: WordedGrid,
	part: readonly Atom[],
	rules: readonly PolicyRule[],
	blocks: readonly Block[],
): ReadonlyMap<number, PolicyRule> {
	const sources = [...blocks.keys()].filter((index) => coveredBits(blocks[index] ?? [], part) > 0n);
	const asTheyAre = (indices: readonly number[]): Map<number, PolicyRule> =>
		new Map(indices.flatMap((index) => (rules[index] ? [[index, rules[index]]] : [])));
	const candidates = sources.map((index) => asCandidate(worded.grid, blocks[index] ?? [], part));
	const cover = smallestCover(allOf(part), candidates)?.chosen ?? [];
	const needed = cover.map((at) => sources[at] ?? 0);
	const fewest = fewestBlocks(worded.grid, part).blocks.length;
	if (fewest >= needed.length) return asTheyAre(needed);
	const { kept, left } = keepMost(worded, part, sources, blocks, fewest);
	const become = asTheyAre(kept);
	const free = sources.filter((index) => !kept.includes(index));
	for (const block of fewestBlocks(worded.grid, left).blocks) {
		const host = hostOf(block, left, free, blocks);
		if (host === undefined) return asTheyAre(needed);
		free.splice(free.indexOf(host), 1);
		become.set(host, ruleLike(rules[host] ?? emptyRule, ruleOfBlock(worded, block)));
	}
	return countWords(become.values()) <= countWords(asTheyAre(needed).values())
		? become
		: asTheyAre(needed);
}

/** Rules that can stay without a rule more than the fewest, the largest first; and the atoms they leave. */
function keepMost(
	{ grid }: WordedGrid,
	part: readonly Atom[],
	sources: readonly number[],
	blocks: readonly Block[],
	fewest: number,
): { readonly kept: readonly number[]; readonly left: readonly Atom[] } {
	const kept: number[] = [];
	let left = part;
	const countIn = (index: number): number =>
		part.filter((atom) => hasAtom(blocks[index] ?? [], atom)).length;
	for (const index of sources.toSorted(
		(one, other) => countIn(other) - countIn(one) || one - other,
	)) {
		const rest = left.filter((atom) => !hasAtom(blocks[index] ?? [], atom));
		if (rest.length === left.length) continue;
		const others = rest.length === 0 ? 0 : fewestBlocks(grid, rest).blocks.length;
		if (kept.length + 1 + others > fewest) continue;
		kept.push(index);
		left = rest;
	}
	return { kept, left };
}

/** The first rule with most of the block's atoms: it stays where it is, and takes in what the others have. */
function hostOf(
	block: Block,
	atoms: readonly Atom[],
	free: readonly number[],
	blocks: readonly Block[],
): number | undefined {
	const inBlock = atoms.filter((atom) => hasAtom(block, atom));
	const countIn = (index: number): number =>
		inBlock.filter((atom) => hasAtom(blocks[index] ?? [], atom)).length;
	const able = free.filter((index) => countIn(index) > 0);
	return able.sort((one, other) => countIn(other) - countIn(one) || one - other)[0];
}

/** A rule whose words stand as in another one, and behind them those that are new. */
function ruleLike(model: PolicyRule, rule: PolicyRule): PolicyRule {
	const inOrder = (field: keyof PolicyRule): readonly string[] => {
		const known = model[field].filter((word) => rule[field].includes(word));
		return [...known, ...rule[field].filter((word) => !known.includes(word))];
	};
	return {
		verbs: inOrder("verbs"),
		apiGroups: inOrder("apiGroups"),
		resources: inOrder("resources"),
		resourceNames: inOrder("resourceNames"),
		nonResourceURLs: inOrder("nonResourceURLs"),
	};
}

function countWords(rules: Iterable<PolicyRule>): number {
	return [...rules].reduce((sum, rule) => sum + Object.values(rule).flat().length, 0);
}
