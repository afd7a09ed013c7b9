import { expect, test } from "vitest";
import { compilePolicies } from "../../src/audit/compile-policies.ts";
import { RoleReaches } from "../../src/audit/role-reaches.ts";
import { hasBit } from "../../src/audit/touched.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { requestVerbs } from "../../src/model/request.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import fc from "../support/fast-check.ts";
import { shippedPolicies, worldOf } from "../support/run-audit.ts";

const world = worldOf(loadSnapshot({ texts: [] }));
const { asked } = compilePolicies(shippedPolicies(), world);
const reaches = new RoleReaches(world.catalog, asked);

const { resources } = world.catalog;
const groups = [...new Set(resources.map(({ group }) => group)), "*", "example.com"];
const entries = resources.flatMap(({ resource, subresources }) => [
	resource,
	...subresources.map(({ name }) => `${resource}/${name}`),
]);
const words = (list: readonly string[], maxLength: number): fc.Arbitrary<readonly string[]> =>
	fc.array(fc.constantFrom(...list), { minLength: 1, maxLength });

const rules: fc.Arbitrary<PolicyRule> = fc.record({
	verbs: words([...requestVerbs, "*", "bind", "escalate", "impersonate", "use", "approve"], 5),
	apiGroups: words(groups, 3),
	resources: words([...entries, "*", "*/status", "pods/*", "widgets"], 12),
	resourceNames: fc.oneof(fc.constant([]), words(["web", "kube-system", "aws-auth"], 2)),
	nonResourceURLs: fc.constant([]),
});

test("what a rule touches, put together from its single permissions, is what each phrase says of the rule", () => {
	let touchedBits = 0;
	fc.assert(
		fc.property(rules, fc.constantFrom("", "web", "kube-system"), (rule, namespace) => {
			const { some, any } = reaches.touchedByRule(rule, namespace);
			const wrong = asked.filter((one) => {
				const reached = reaches.ofRule(rule, one, namespace);
				touchedBits += reached.length > 0 ? 1 : 0;
				const isSome = hasBit(some, one.number) === reached.length > 0;
				return !isSome || hasBit(any, one.number) !== reached.includes("any");
			});
			expect(wrong.map(({ text }) => text)).toEqual([]);
		}),
		{ numRuns: 400, endOnFailure: true },
	);
	expect(touchedBits).toBeGreaterThan(500);
});
