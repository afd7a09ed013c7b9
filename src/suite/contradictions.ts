import { formatPlace } from "../model/origin.ts";
import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { phrasesOfSet } from "../phrase/phrases-of-set.ts";
import { printPhrase } from "../phrase/print-phrase.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim, Who } from "./claim.ts";
import type { SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

interface Bound {
	readonly check: Check;
	readonly claim: Extract<Claim, { kind: "bound" }>;
}

/** Two checks that no policy can satisfy together, all such pairs: what one requires the other forbids. */
export function checkContradictions(words: SuiteWords, checks: readonly Check[]): void {
	for (const bounds of boundsBySubject(checks).values()) {
		const required = words.world.sets.union(bounds.map(({ claim }) => claim.required));
		for (const { check, claim } of bounds) {
			if (!claim.forbidden.meets(required)) continue;
			for (const other of bounds) {
				const both = other.claim.required.intersection(claim.forbidden);
				if (both.isEmpty) continue;
				const at = formatPlace(other.check.place);
				const what = wordsOf(saying(both, other.claim.required, words.world), words.world);
				const message = `\`${check.title}\` contradicts \`${other.check.title}\` at ${at}${what}`;
				words.failTest(check.test.id, check.place, message);
			}
		}
	}
}

/** All that was written where it differs only in what nobody can ask for: `get secrets` without a name is no request. */
function saying(
	both: PermissionSet,
	required: PermissionSet,
	{ requestable }: SuiteWorld,
): PermissionSet {
	const { effective, latent } = requestable.partsOf(required.difference(both));
	return effective.isEmpty && latent.isEmpty ? required : both;
}

const mostPhrases = 3;

/** `: both are about get secrets in payments`. */
function wordsOf(set: PermissionSet, { phrases: { catalog } }: SuiteWorld): string {
	const phrases = phrasesOfSet(set, catalog).phrases.map(printPhrase).sort();
	const [shown, left] = [phrases.slice(0, mostPhrases), phrases.length - mostPhrases];
	if (shown.length === 0) return "";
	return `: both are about ${shown.join("; ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** A known failure is not held to, and contradicts nothing; a golden file is written anew. */
function boundsBySubject(checks: readonly Check[]): ReadonlyMap<string, readonly Bound[]> {
	const bySubject = new Map<string, Bound[]>();
	for (const check of checks) {
		const { claim, test } = check;
		if (claim.kind !== "bound" || test.knownFailure !== undefined || check.isGolden) continue;
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
