import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim } from "./claim.ts";
import type { SuiteWorld } from "./suite-world.ts";
import type { Violation } from "./violation.ts";

/**
 * A claim that forbids nothing that nobody can ask for: `get nodes` is bound everywhere, and nodes inside of a namespace
 * are no access. What nothing serves yet stays forbidden, since a CRD may bring it.
 */
export function withoutInert(claim: Claim, world: SuiteWorld): Claim {
	switch (claim.kind) {
		case "bound":
		case "closed":
			return { ...claim, forbidden: askable(claim.forbidden, world) };
		case "disjoint":
			return { ...claim, on: askable(claim.on, world) };
		case "notBoth":
			return {
				...claim,
				first: askable(claim.first, world),
				second: askable(claim.second, world),
			};
		case "budget":
		case "ratchet":
			return claim;
	}
}

/** The same of what contradicts a claim that compares two policies: a change that nobody can see is none. */
export function askableViolations(
	found: readonly Violation[],
	world: SuiteWorld,
): readonly Violation[] {
	return found.filter(({ region }) => !askable(region, world).isEmpty);
}

function askable(set: PermissionSet, { requestable, sets }: SuiteWorld): PermissionSet {
	if (set.isEmpty) return set;
	const { effective, latent } = requestable.partsOf(set);
	return sets.union([effective, latent]);
}
