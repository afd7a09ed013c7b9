import { expect, test } from "vitest";
import { boundsOf, namedAs } from "../../src/adequacy/bounds.ts";
import type { Check, Claim } from "../../src/suite/claim.ts";
import { seeded } from "../support/random.ts";
import { randomChecks, worldOf } from "../support/random-checks.ts";
import { bind, role, rule } from "../support/world.ts";

test("of two things that no user may have both, a group of theirs may not gain the one where a user has the other", () => {
	const world = worldOf([
		role("maker", rule("create", "secrets")),
		bind("maker", "ClusterRole/maker", "user:jo"),
	]);
	const { sets } = world.identities;
	const [first, second] = [rule("get", "pods"), rule("create", "secrets")].map((one) =>
		sets.ofRules([
			{ resourceNames: [], nonResourceURLs: [], verbs: [], apiGroups: [], resources: [], ...one },
		]),
	);
	const everybody = namedAs({ kind: "Group", name: "system:authenticated" });
	const [check] = randomChecks(seeded(1), world, 1);
	if (!first || !second || !everybody || !check) throw new Error("a world is missing");
	const forbidden = (isAmong: Extract<Claim, { kind: "notBoth" }>["isAmong"]): boolean => {
		const claim: Claim = { kind: "notBoth", isAmong, whos: [], first, second };
		const passing: readonly Check[] = [{ ...check, claim }];
		return first.isSubsetOf(boundsOf(everybody, passing, world).forbidden);
	};
	expect(forbidden(({ kind }) => kind === "User")).toBe(true);
	// Nobody of those meant has the other.
	expect(forbidden(({ kind }) => kind === "ServiceAccount")).toBe(false);
});
