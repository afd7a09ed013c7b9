import type { Catalog } from "../model/catalog.ts";
import { requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import { type Block, blockOf, hasAtom } from "./block.ts";
import { type Blocks, fewestBlocks, partsOf } from "./fewest-blocks.ts";
import type { Atom } from "./grid.ts";
import { pathGrid } from "./path-grid.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { PermissionSets } from "./permission-sets.ts";
import { resourceGrid } from "./resource-grid.ts";
import { compareRules } from "./rule-words.ts";
import { ruleOfBlock, type WordedGrid } from "./worded-grid.ts";

/** A set as rules. */
export interface WrittenRules {
	readonly rules: readonly PolicyRule[];
	/** No list of rules with the same permissions is shorter; false where the search was cut short. */
	readonly isFewest: boolean;
	/**
	 * The set is one that rules cannot say, such as all but secrets: these list what of it the catalogue holds today, and
	 * will not follow resources or verbs that are added later.
	 */
	readonly isEnumerated: boolean;
}

/**
 * The fewest rules that allow exactly what a set does, which must not look at the namespace. Undefined when no list of
 * rules does; with a catalogue, the resources it holds are listed then, if that helps.
 */
export function rulesOf(
	sets: PermissionSets,
	set: PermissionSet,
	catalog?: Catalog,
): WrittenRules | undefined {
	const exact = written(sets, set);
	if (exact !== undefined || catalog === undefined)
		return exact && { ...exact, isEnumerated: false };
	for (const verbs of [{ except: [] }, { only: requestVerbs }]) {
		const listed = written(sets, set.intersection(inCatalog(sets, catalog, verbs)));
		if (listed !== undefined && listed.rules.length > 0) return { ...listed, isEnumerated: true };
	}
	return undefined;
}

/** Everything about paths, and these verbs on what the catalogue holds. */
function inCatalog(sets: PermissionSets, { resources }: Catalog, verb: Side): PermissionSet {
	const paths = sets.all.difference(sets.resourceRequests({}));
	const served = resources
		.filter(({ offByDefault }) => offByDefault !== true)
		.map(({ group, resource, subresources }) =>
			sets.resourceRequests({
				apiGroup: { only: [group] },
				resource: { only: [resource] },
				subresource: { only: ["", ...subresources.map(({ name }) => name)] },
				verb,
			}),
		);
	return sets.union([paths, ...served]);
}

function written(
	sets: PermissionSets,
	set: PermissionSet,
): Pick<WrittenRules, "rules" | "isFewest"> | undefined {
	const grids = [resourceGrid(set, undefined), pathGrid(set, undefined)];
	const atoms = grids.flatMap((worded) =>
		worded.grid.largest.map((atom) => ruleOfBlock(worded, blockOf(atom))),
	);
	if (!sets.ofRules(atoms).equals(set)) return undefined;
	const found = grids.map((worded) => {
		const { blocks, isFewest } = blocksOf(worded);
		return { rules: blocks.map((block) => ruleOfBlock(worded, block)), isFewest };
	});
	const rules = found.flatMap((one) => one.rules).sort(compareRules);
	if (!sets.ofRules(rules).equals(set)) throw new Error("the rules of a set are not that set");
	return { rules, isFewest: found.every(({ isFewest }) => isFewest) };
}

function blocksOf(worded: WordedGrid): Blocks {
	const { grid } = worded;
	const found = partsOf(grid, grid.largest).map((part) => {
		const { blocks, isFewest } = fewestBlocks(grid, part);
		return { blocks: withoutNeedless(worded, blocks, part), isFewest };
	});
	return {
		blocks: found.flatMap(({ blocks }) => blocks),
		isFewest: found.every(({ isFewest }) => isFewest),
	};
}

/** Takes letters out of blocks that others cover as well; verbs stay, as people write them together. */
function withoutNeedless(
	{ fields }: WordedGrid,
	blocks: readonly Block[],
	part: readonly Atom[],
): readonly Block[] {
	const kept = [...blocks];
	const bySize = [...blocks.keys()].sort((one, other) => sizeOf(kept[one]) - sizeOf(kept[other]));
	for (const index of bySize) {
		const block = kept[index] ?? [];
		const others = kept.toSpliced(index, 1);
		const own = part.filter(
			(atom) => hasAtom(block, atom) && !others.some((other) => hasAtom(other, atom)),
		);
		kept[index] = block.map((letters, side) =>
			fields[side] === "verbs"
				? letters
				: letters.filter((letter) => own.some((atom) => atom[side] === letter)),
		);
	}
	return kept;
}

function sizeOf(block: Block | undefined): number {
	return (block ?? []).reduce((product, letters) => product * letters.length, 1);
}
