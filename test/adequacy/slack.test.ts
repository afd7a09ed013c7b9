import { expect, test } from "vitest";
import { ChangedSets } from "../../src/adequacy/changed-sets.ts";
import { keyOfSubject, OwnSets } from "../../src/adequacy/own-sets.ts";
import { slackOf } from "../../src/adequacy/slack.ts";
import type { Request } from "../../src/model/request.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import { witnesses } from "../../src/sets/witness.ts";
import { violationsOf } from "../../src/suite/evaluate.ts";
import { passesIn } from "../../src/suite/run-suite.ts";
import type { SuiteWorld } from "../../src/suite/suite-world.ts";
import fc from "../support/fast-check.ts";
import { choosing, seeded } from "../support/random.ts";
import { randomChecks, worldOf } from "../support/random-checks.ts";
import { smallWorld } from "../support/random-rules.ts";
import { randomWorld } from "../support/random-world.ts";

const requests = smallWorld();
const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 400 }));

function single({ sets }: SuiteWorld, request: Request): PermissionSet {
	if (request.kind === "path") return sets.onePath({ only: [request.verb] }, request.path);
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	return sets.resourceRequests({
		...{ verb: { only: [verb] }, apiGroup: { only: [apiGroup] }, resource: { only: [resource] } },
		...{ subresource: { only: [subresource] }, namespace: { only: [namespace] } },
		name: { only: [name] },
	});
}

test("a right is slack when no check fails once it is gained, or lost, and only then", () => {
	const counts = { above: 0, pinned: 0, below: 0, held: 0 };
	fc.assert(
		fc.property(
			choices,
			fc.array(fc.nat(0xffff), { minLength: 100 }),
			fc.nat(),
			(drawn, more, seed) => {
				const world = worldOf(randomWorld(choosing(drawn), true));
				const checks = randomChecks(choosing(more), world, 6).filter((check) =>
					passesIn(check, world),
				);
				const own = new OwnSets(world.identities);
				const random = seeded(seed);
				for (const slack of slackOf(world, checks)) {
					const key = keyOfSubject(slack.subject, "");
					if (key === undefined || key === "group:system:masters") continue;
					const passWith = (set: PermissionSet): boolean => {
						const changed = { subjects: new Map([[key, set]]), roles: new Map() };
						const after = new ChangedSets(own, changed);
						return checks.every(({ claim }) => violationsOf(claim, world, after).length === 0);
					};
					const some = Array.from({ length: 40 }, () => random.of(requests));
					for (const request of [
						...some,
						...witnesses(slack.own, 6),
						...witnesses(slack.lacks, 6),
					]) {
						const one = single(world, request);
						if (slack.lacks.has(request)) {
							const isUnnoticed = passWith(own.of(key).union(one));
							expect(slack.above.has(request), JSON.stringify(request)).toBe(isUnnoticed);
							counts[isUnnoticed ? "above" : "pinned"] += 1;
						}
						if (slack.own.has(request)) {
							const isUnnoticed = passWith(own.of(key).difference(one));
							expect(slack.below.has(request), JSON.stringify(request)).toBe(isUnnoticed);
							counts[isUnnoticed ? "below" : "held"] += 1;
						}
					}
				}
			},
		),
		{ numRuns: 300, endOnFailure: true },
	);
	for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
});
