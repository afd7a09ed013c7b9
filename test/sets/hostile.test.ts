import { describe, expect, test } from "vitest";
import type { PolicyRule } from "../../src/model/rule.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import { SetTooLarge } from "../../src/sets/set-too-large.ts";
import { seeded } from "../support/random.ts";
import { rolecall } from "../support/run-cli.ts";

const words = (prefix: string, count: number): readonly string[] =>
	Array.from({ length: count }, (_, i) => `${prefix}${i}`);

function rule(parts: Partial<PolicyRule>): PolicyRule {
	const none = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
	return { ...none, ...parts };
}

/** Rules that cross each other in every part, so that hardly two requests have the same grants. */
function crossing(count: number): readonly PolicyRule[] {
	const random = seeded(7);
	const some = (prefix: string): readonly string[] => random.some(words(prefix, 40), 12);
	return Array.from({ length: count }, () =>
		rule({
			verbs: some("v"),
			apiGroups: some("g"),
			resources: some("r"),
			resourceNames: some("n"),
		}),
	);
}

/** Either a set, or the error that says that it is too large: never a hang, a full memory or a full stack. */
function endsWell(make: () => unknown): void {
	try {
		make();
	} catch (error) {
		expect(error).toBeInstanceOf(SetTooLarge);
	}
}

describe("rules made to blow up end in a set or in SetTooLarge", () => {
	test("a thousand rules that cross in every part, with a small budget", () => {
		endsWell(() => new PermissionSets(3_000_000).ofRules(crossing(1000)));
	});

	test("ten thousand names in each of two roles", () => {
		const sets = new PermissionSets();
		const names = words("n", 10_000);
		const of = (resourceNames: readonly string[]): ReturnType<PermissionSets["ofRules"]> =>
			sets.ofRules([
				rule({ verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames }),
			]);
		expect(of(names.slice(1)).isSubsetOf(of(names))).toBe(true);
		expect(of(names).isSubsetOf(of(names.slice(1)))).toBe(false);
	});

	test("hundreds of long paths that part at the end", () => {
		const sets = new PermissionSets();
		const stem = `/${"a".repeat(1990)}`;
		const all = sets.ofRules([rule({ verbs: ["get"], nonResourceURLs: words(stem, 300) })]);
		const one = sets.ofRules([rule({ verbs: ["get"], nonResourceURLs: [`${stem}7`] })]);
		expect(one.isSubsetOf(all)).toBe(true);
		expect(all.difference(one).union(one).equals(all)).toBe(true);
	});
});

test("what is beyond a bound is wrong input to the command line, said in one line", async () => {
	const role = (url: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: long}
rules:
- {nonResourceURLs: ["${url}"], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: long}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: long}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]
`;
	const args = ["diff", "-", "examples/kubectl-users"];
	const found = await rolecall(args, { stdin: role(`/${"a".repeat(3000)}`) });
	expect(found.exit).toBe(2);
	expect(found.stderr).toMatch(
		/error: a path of 3001 characters is beyond the bound of 2000: `\/a+…`\n$/,
	);
	expect((await rolecall(args, { stdin: role("/short") })).exit).toBe(1);
});
