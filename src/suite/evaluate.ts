import type { HeldSets } from "../answer/held-sets.ts";
import { budgetViolations } from "./budget.ts";
import type { Claim } from "./claim.ts";
import { notBothViolations } from "./not-both.ts";
import { ownSets, whoOf } from "./own-sets.ts";
import { ratchetViolations } from "./ratchet.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { nameOf, setOf, type Violation, violation } from "./violation.ts";
import { askableViolations } from "./without-inert.ts";

/**
 * All that contradicts a claim in a world; nothing when it holds. `identities` may be those of another policy than the
 * suite's own, of which `world` knows the words.
 */
export function violationsOf(
	claim: Claim,
	world: SuiteWorld,
	identities: HeldSets = world.identities,
): readonly Violation[] {
	switch (claim.kind) {
		case "bound":
			return boundViolations(claim, identities);
		case "closed":
			return closedViolations(claim, world, identities);
		case "disjoint":
			return disjointViolations(claim, identities);
		case "notBoth":
			return notBothViolations(claim, world, identities);
		case "budget":
			return budgetViolations(claim, world, identities);
		case "ratchet":
			return askableViolations(ratchetViolations(claim, world, identities), world);
	}
}

function boundViolations(
	{ who, required, forbidden }: Extract<Claim, { kind: "bound" }>,
	identities: HeldSets,
): readonly Violation[] {
	const has = setOf(who, identities);
	const found: Violation[] = [];
	if (has.meets(forbidden)) found.push(violation("extra", who, has.intersection(forbidden)));
	if (!required.isSubsetOf(has)) found.push(violation("missing", who, required.difference(has)));
	return found;
}

/**
 * Sound and complete for every principal there could be: what somebody has comes from the subjects that match them,
 * so that each of those is asked by itself.
 */
function closedViolations(
	{ covers, forbidden, ignored }: Extract<Claim, { kind: "closed" }>,
	{ suite }: SuiteWorld,
	identities: HeldSets,
): readonly Violation[] {
	const found: Violation[] = [];
	for (const { subject, own } of ownSets(identities)) {
		const excess = own.intersection(forbidden);
		if (excess.isEmpty || covers(subject) || excess.isSubsetOf(ignored(subject))) continue;
		const isOpen = subject.kind === "Group" && !suite.cluster.groups.has(subject.name);
		const note = `group membership is not declared, so that anyone could be a member: \`cluster.groups.${subject.name}\` narrows this`;
		const who = whoOf(subject, identities.grants);
		found.push({
			...violation("extra", who, excess.difference(ignored(subject))),
			notes: isOpen && !subject.name.startsWith("system:") ? [note] : [],
		});
	}
	return found;
}

function disjointViolations(
	{ whos, on }: Extract<Claim, { kind: "disjoint" }>,
	identities: HeldSets,
): readonly Violation[] {
	return whos.flatMap((one, i) =>
		whos.slice(i + 1).flatMap((other) => {
			const both = setOf(one, identities).intersection(setOf(other, identities)).intersection(on);
			if (both.isEmpty) return [];
			return [
				{
					...violation("extra", one, both),
					summary: `${nameOf(one)} and ${nameOf(other)} can both`,
					also: { who: other, region: both },
				},
			];
		}),
	);
}
