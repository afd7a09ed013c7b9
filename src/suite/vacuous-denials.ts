import { formatSubject } from "../model/subject.ts";
import type { SuiteProblem } from "../model/suite.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Check, Claim, Who } from "./claim.ts";
import { ignoredSet } from "./claimed.ts";
import { kindOfCheck } from "./kind-of-check.ts";
import { SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

type Bound = Extract<Claim, { kind: "bound" }>;

/**
 * Whoever holds nothing is denied everything: their denials say nothing of the policy as it is, unless one of them says
 * just that: `deny: any any everywhere`.
 */
export function vacuousDenials(
	world: SuiteWorld,
	checks: readonly Check[],
): readonly SuiteProblem[] {
	const bySubject = new Map<string, { readonly check: Check; readonly claim: Bound }[]>();
	for (const check of checks) {
		const { claim } = check;
		const isDenial = ["deny", "forall"].includes(kindOfCheck(check) ?? "");
		if (!isDenial || claim.kind !== "bound" || claim.who.kind !== "subject") continue;
		if (!claim.required.isEmpty || claim.forbidden.isEmpty) continue;
		const name = formatSubject(claim.who.subject);
		bySubject.set(name, [...(bySubject.get(name) ?? []), { check, claim }]);
	}
	const words = new SuiteWords(world);
	return [...bySubject].flatMap(([name, denials]): readonly SuiteProblem[] => {
		const [first] = denials;
		if (first === undefined || !holdsNothing(first.claim, words)) return [];
		if (denials.some(({ claim }) => forbidsAll(claim, words))) return [];
		const count = denials.length === 1 ? "denial" : `${denials.length} denials`;
		const message = `subject \`${name}\` holds no permission at all, so that its ${count} cannot fail for a reason of its own`;
		return [{ severity: "warning", message, place: first.check.place }];
	});
}

/** Beyond what everybody has; a role that is missing may give something. */
function holdsNothing({ who }: Bound, words: SuiteWords): boolean {
	if (who.kind !== "subject") return false;
	const { grants, identities } = words.world;
	const isOpen = grants
		.namedBy(who.identity)
		.some((named) => named.all().some(({ role }) => role === undefined));
	return !isOpen && identities.of(who.identity).isSubsetOf(rightsOfEveryone(who, words));
}

/** All requests for resources but those that everybody may send. */
function forbidsAll({ who, forbidden }: Bound, words: SuiteWords): boolean {
	const { effective, latent } = words.world.requestable.partsOf(
		words.world.sets.resourceRequests({}).difference(rightsOfEveryone(who, words)),
	);
	return effective.union(latent).isSubsetOf(forbidden);
}

function rightsOfEveryone(who: Who, words: SuiteWords): PermissionSet {
	return ignoredSet(words, who, [{ text: "everyone-rights", place: { file: "" } }]);
}
