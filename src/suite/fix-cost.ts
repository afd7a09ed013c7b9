import { countingWords } from "../answer/counting-words.ts";
import { formatSubject } from "../model/subject.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { type Alphabets, countRequests } from "../sets/count.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Trial } from "./fix-judge.ts";
import { reachOf } from "./fix-reach.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Less is better, the first number counts most. */
export type Cost = readonly number[];

export function compareCosts(one: Cost, other: Cost): number {
	for (const [index, number] of one.entries()) {
		const difference = number - (other[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** Counts what edits take or give beside what they are for, over the words that a cluster knows. */
export class FixCosts {
	readonly #world: SuiteWorld;
	readonly #alphabets: Alphabets;
	/** By subject, what may go, or come, without being a loss. */
	readonly #meant: ReadonlyMap<string, PermissionSet>;

	constructor(world: SuiteWorld, meant: ReadonlyMap<string, PermissionSet>) {
		this.#world = world;
		this.#alphabets = countingWords(world.grants.snapshot);
		this.#meant = meant;
	}

	/** What others lose or gain, what the subject itself does, then how much is edited. */
	of({ edits, changes }: Trial): Cost {
		let [others, own] = [0, 0];
		for (const { subject, gained, lost } of changes) {
			const meant = this.#meant.get(formatSubject(subject));
			const count = this.#count(lost, meant) + this.#count(gained, meant);
			if (meant === undefined) others += count;
			else own += count;
		}
		const sizes = edits.map(sizeOf);
		const size = sizes.reduce((sum, one) => sum + one, 0);
		return [others, own, edits.length, size];
	}

	/** Roughly the same, without a trial: as if nothing else gave what an edit takes. */
	estimate(edits: readonly FixEdit[]): Cost {
		let [others, own] = [0, 0];
		for (const edit of edits) {
			for (const { set, bearers } of reachOf(edit, this.#world)) {
				const count = this.#count(set, undefined);
				for (const name of bearers) {
					const meant = this.#meant.get(name);
					if (meant === undefined) others += count;
					else own += this.#count(set, meant);
				}
			}
		}
		const size = edits.reduce((sum, edit) => sum + sizeOf(edit), 0);
		return [others, own, edits.length, size];
	}

	#count(set: PermissionSet, meant: PermissionSet | undefined): number {
		const rest = meant === undefined ? set : set.difference(meant);
		if (rest.isEmpty) return 0;
		return countRequests(rest, this.#alphabets) + (rest.hasPaths ? 1 : 0);
	}
}

/** The words of the catalogue, and one more for all that it does not know. */
/** How many words and objects a reader has to look at. */
function sizeOf(edit: FixEdit): number {
	switch (edit.kind) {
		case "remove-subject":
			return 1;
		case "delete-binding":
		case "bind-inside":
		case "lower-role":
			return 2;
		case "add-rule":
			return 3;
		case "grant":
			return 10;
		case "change-rule": {
			const old = edit.role.rules[edit.rule];
			if (old === undefined || edit.become.length === 0) return 2;
			const words = (rule: typeof old): number =>
				Object.values(rule).reduce((sum: number, list: readonly string[]) => sum + list.length, 0);
			const [first = old, ...more] = edit.become;
			const changed = Object.entries(old).reduce(
				(sum, [field, list]: [string, readonly string[]]) => {
					const now = first[field as keyof typeof first];
					return (
						sum +
						list.filter((word) => !now.includes(word)).length +
						now.filter((word) => !list.includes(word)).length
					);
				},
				0,
			);
			return changed + more.reduce((sum, rule) => sum + words(rule), 0);
		}
	}
}
