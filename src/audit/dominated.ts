import type { Draft } from "./finding-draft.ts";
import { isGivenBy } from "./permission-words.ts";
import type { Scoping } from "./rule-reach.ts";

/** A finding that dominates takes what follows from it into itself. */
export function dominated(drafts: readonly Draft[], scoping: Scoping): readonly Draft[] {
	const dominating = drafts
		.filter(({ fired }) => fired.policy.dominates)
		.sort((one, other) => other.implied.size - one.implied.size);
	const taken = new Map<Draft, Draft>();
	for (const draft of dominating) {
		if (taken.has(draft)) continue;
		for (const other of drafts) {
			if (other === draft || taken.has(other)) continue;
			const follows =
				draft.implied.has(other.fired.policy.id) || isGivenBy(other.grants, draft.grants, scoping);
			if (follows) taken.set(other, draft);
		}
	}
	return drafts
		.filter((draft) => !taken.has(draft))
		.map((draft) => {
			const own = [...taken].filter(([, by]) => by === draft).map(([other]) => other);
			if (own.length === 0) return draft;
			return { ...draft, implies: own.map(({ fired }) => fired.policy.id).sort() };
		});
}

/** Something that dominates holds everywhere: what follows from it need not be told again for a namespace. */
export function isDominated({ fired }: Draft, above: readonly Draft[]): boolean {
	return above.some((draft) => draft.fired.policy.dominates && draft.implied.has(fired.policy.id));
}
