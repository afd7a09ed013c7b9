import type { Binding } from "../model/binding.ts";
import type { Place } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { MutationOperator } from "../model/suite-adequacy.ts";

/** An object that a mistake leaves out, adds, or writes otherwise. */
interface Change<T> {
	readonly before: T | undefined;
	readonly after: T | undefined;
}

/** A policy with one mistake in it. */
export interface Mutant {
	readonly operator: MutationOperator;
	/** `Role/payments/api rules[1]`. */
	readonly object: string;
	/** `verbs + delete`. */
	readonly change: string;
	readonly place: Place;
	readonly roles: readonly Change<Role>[];
	readonly bindings: readonly Change<Binding>[];
}

/** The snapshot that has the mistake. */
export function mutated(snapshot: Snapshot, { roles, bindings }: Mutant): Snapshot {
	return {
		...snapshot,
		roles: changed(snapshot.roles, roles),
		bindings: changed(snapshot.bindings, bindings),
	};
}

function changed<T extends object>(all: readonly T[], changes: readonly Change<T>[]): readonly T[] {
	if (changes.length === 0) return all;
	const others = new Map(
		changes.flatMap(({ before, after }) =>
			before === undefined ? [] : [[before, after] as const],
		),
	);
	const kept = all.flatMap((one) => {
		if (!others.has(one)) return [one];
		const other = others.get(one);
		return other === undefined ? [] : [other];
	});
	const added = changes.flatMap(({ before, after }) =>
		before === undefined && after !== undefined ? [after] : [],
	);
	return [...kept, ...added];
}
