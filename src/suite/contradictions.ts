import { formatPlace } from "../model/origin.ts";
import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Check, Claim, Who } from "./claim.ts";
import type { SuiteWords } from "./suite-words.ts";

interface Bound {
	readonly check: Check;
	readonly claim: Extract<Claim, { kind: "bound" }>;
}

/** Two checks that no policy can satisfy together: what one requires the other forbids. */
export function checkContradictions(words: SuiteWords, checks: readonly Check[]): void {
	for (const bounds of boundsBySubject(checks).values()) {
		const required = words.world.sets.union(bounds.map(({ claim }) => claim.required));
		for (const { check, claim } of bounds) {
			if (!claim.forbidden.meets(required)) continue;
			const other = bounds.find((one) => one.claim.required.meets(claim.forbidden));
			if (other === undefined) continue;
			const at = formatPlace(other.check.place);
			words.fail(check.place, `\`${check.title}\` contradicts \`${other.check.title}\` at ${at}`);
		}
	}
}

/** A known failure is not held to, and contradicts nothing. */
function boundsBySubject(checks: readonly Check[]): ReadonlyMap<string, readonly Bound[]> {
	const bySubject = new Map<string, Bound[]>();
	for (const check of checks) {
		const { claim, test } = check;
		if (claim.kind !== "bound" || test.knownFailure !== undefined) continue;
		const { who } = claim;
		const name = nameOf(who);
		const same = bySubject.get(name);
		if (same === undefined) bySubject.set(name, [{ check, claim }]);
		else same.push({ check, claim });
	}
	return bySubject;
}

/** One user in other groups is somebody else. */
function nameOf(who: Who): string {
	if (who.kind === "role") return who.name;
	return [formatSubject(who.subject), ...who.identity.groups.toSorted(compareText)].join(" ");
}
