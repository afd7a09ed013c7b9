import type { BoundRole } from "../resolve/bound-role.ts";

/** The bindings of two snapshots by their names. */
export interface Paired {
	readonly pairs: readonly (readonly [before: BoundRole, after: BoundRole])[];
	readonly removed: readonly BoundRole[];
	readonly added: readonly BoundRole[];
}

/** How far ahead to look for where two lists go on alike. */
const window = 20;

/**
 * Puts bindings of one name side by side. Two readings of one cluster come in the same order but for a few, so that
 * walking along finds most; what is left over is looked up by name.
 */
export function pairBindings(before: readonly BoundRole[], after: readonly BoundRole[]): Paired {
	const pairs: [BoundRole, BoundRole][] = [];
	const onlyBefore: BoundRole[] = [];
	const onlyAfter: BoundRole[] = [];
	let i = 0;
	for (const bound of after) {
		const skip = distanceTo(bound, before, i);
		const found = before[i + skip];
		if (found === undefined || skip === window) {
			onlyAfter.push(bound);
			continue;
		}
		onlyBefore.push(...before.slice(i, i + skip));
		pairs.push([found, bound]);
		i += skip + 1;
	}
	return matched(pairs, [...onlyBefore, ...before.slice(i)], onlyAfter);
}

/** `window` when it is not near. */
function distanceTo(bound: BoundRole, list: readonly BoundRole[], from: number): number {
	for (let distance = 0; distance < window; distance += 1) {
		const other = list[from + distance];
		if (other === undefined) return window;
		if (isSameName(other, bound)) return distance;
	}
	return window;
}

function isSameName(one: BoundRole, other: BoundRole): boolean {
	const [left, right] = [one.binding, other.binding];
	return left.name === right.name && left.namespace === right.namespace;
}

function matched(
	pairs: [BoundRole, BoundRole][],
	onlyBefore: readonly BoundRole[],
	onlyAfter: readonly BoundRole[],
): Paired {
	const rest = new Map(onlyBefore.map((bound) => [nameOf(bound), bound]));
	const added: BoundRole[] = [];
	for (const bound of onlyAfter) {
		const key = nameOf(bound);
		const found = rest.get(key);
		rest.delete(key);
		if (found === undefined) added.push(bound);
		else pairs.push([found, bound]);
	}
	return { pairs, removed: [...rest.values()], added };
}

function nameOf({ binding }: BoundRole): string {
	return `${binding.namespace}/${binding.name}`;
}
