import { describe, expect, test } from "vitest";
import { assumedResources } from "../../src/load/cluster-catalog.ts";
import { defaultPolicy } from "../../src/load/default-policy.ts";
import { kubernetesVersions } from "../../src/load/kubernetes-versions.ts";
import type { ResourceRequest } from "../../src/model/request.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import { aggregateRoles } from "../../src/resolve/aggregate-roles.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import { rulesOf } from "../../src/sets/rules-of.ts";
import fc from "../support/fast-check.ts";
import { ruleAllows } from "../support/naive.ts";
import { choosing, type Random } from "../support/random.ts";
import { randomRules, smallWorld } from "../support/random-rules.ts";

const none: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};

function on(verbs: string, resources: string, more: Partial<PolicyRule> = {}): PolicyRule {
	const lists = { verbs: verbs.split(" "), resources: resources.split(" ") };
	return { ...none, apiGroups: [""], ...lists, ...more };
}

function fewest(rules: readonly PolicyRule[]): readonly PolicyRule[] | undefined {
	const sets = new PermissionSets();
	return rulesOf(sets, sets.ofRules(rules))?.rules;
}

describe("what a person would write", () => {
	test.each<[string, readonly PolicyRule[], readonly PolicyRule[]]>([
		["nothing", [], []],
		[
			"verbs of one resource come together, in the order of tables",
			[on("watch zap", "pods"), on("get", "pods"), on("list", "pods")],
			[on("get list watch zap", "pods")],
		],
		["`*` stands alone", [on("get * list", "pods pods/log *")], [on("*", "*")]],
		["`*/log` holds `pods/log`", [on("get", "pods/log */log")], [on("get", "*/log")]],
		[
			"any name holds one name",
			[on("get", "pods"), on("get", "pods", { resourceNames: ["a"] })],
			[on("get", "pods")],
		],
		[
			"groups of one resource each are two rules, not a product that allows more",
			[
				on("get", "deployments", { apiGroups: ["apps"] }),
				on("get", "jobs", { apiGroups: ["batch"] }),
			],
			[
				on("get", "deployments", { apiGroups: ["apps"] }),
				on("get", "jobs", { apiGroups: ["batch"] }),
			],
		],
		[
			"a resource that is written out elsewhere is not repeated",
			[on("get list", "pods secrets"), on("get list watch", "pods")],
			[on("get list watch", "pods"), on("get list", "secrets")],
		],
		[
			"paths by prefix",
			[
				{ ...none, verbs: ["get"], nonResourceURLs: ["/healthz", "/healthz/*", "/health*"] },
				{ ...none, verbs: ["get"], nonResourceURLs: ["/version"] },
			],
			[{ ...none, verbs: ["get"], nonResourceURLs: ["/health*", "/version"] }],
		],
	])("%s", (_title, rules, expected) => {
		expect(fewest(rules)).toEqual(expected);
	});
});

test("the rules are the set again, and never more of them, for any rules", () => {
	const world = smallWorld();
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 200 }));
	let shorter = 0;
	fc.assert(
		fc.property(choices, (drawn) => {
			const rules = randomRules(choosing(drawn), 6);
			const sets = new PermissionSets();
			const set = sets.ofRules(rules);
			const written = rulesOf(sets, set);
			// A rule for both resources and paths, which the server refuses, is written as two.
			const parts = rules.flatMap(({ resources, nonResourceURLs }) => [resources, nonResourceURLs]);
			expect(written?.rules.length).toBeLessThanOrEqual(
				parts.filter((list) => list.length > 0).length,
			);
			expect(sets.ofRules(written?.rules ?? []).equals(set)).toBe(true);
			expect(written?.isEnumerated).toBe(false);
			const judge = (list: readonly PolicyRule[], request: (typeof world)[number]): boolean =>
				list.some((rule) => ruleAllows(rule, request));
			const sample = world.filter((_, index) => index % 7 === (drawn[0] ?? 0) % 7);
			expect(
				sample.find((one) => judge(rules, one) !== judge(written?.rules ?? [], one)),
			).toBeUndefined();
			if ((written?.rules.length ?? 0) < rules.length) shorter += 1;
		}),
		{ numRuns: 150 },
	);
	expect(shorter).toBeGreaterThan(30);
});

describe("no shorter list exists", () => {
	const sides = {
		verbs: [["get"], ["list"], ["get", "list"], ["*"]],
		apiGroups: [[""], ["*"]],
		resources: [...subsetsOf(["a", "b", "a/s", "*/s"]), ["*"]],
		resourceNames: [[], ["x"]],
	};
	const every = sides.verbs.flatMap((verbs) =>
		sides.apiGroups.flatMap((apiGroups) =>
			sides.resources.flatMap((resources) =>
				sides.resourceNames.map((resourceNames): PolicyRule => {
					return { ...none, verbs, apiGroups, resources, resourceNames };
				}),
			),
		),
	);
	const requests = tinyWorld();
	const maskOf = (rule: PolicyRule): bigint =>
		requests.reduce(
			(mask, one, at) => (ruleAllows(rule, one) ? mask | (1n << BigInt(at)) : mask),
			0n,
		);
	const masks = every.map(maskOf);

	/** Brute force: 1 rule, 2 rules, 3 rules; 4 stands for more. */
	function fewestByTrying(target: bigint): number {
		const inside = masks.filter((mask) => (mask | target) === target);
		if (inside.includes(target)) return 1;
		for (const one of inside) for (const two of inside) if ((one | two) === target) return 2;
		for (const [i, one] of inside.entries()) {
			for (const two of inside.slice(i + 1)) {
				const both = one | two;
				if (inside.some((three) => (both | three) === target)) return 3;
			}
		}
		return 4;
	}

	test("by trying all rules of a tiny alphabet", () => {
		const seen = new Map<number, number>();
		const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }));
		fc.assert(
			fc.property(choices, (drawn) => {
				const random: Random = choosing(drawn);
				const picked = Array.from({ length: 2 + random.below(4) }, () =>
					random.below(every.length),
				);
				const rules = picked.map((index) => every[index] ?? none);
				const written = fewest(rules) ?? [];
				const target = picked.reduce((mask, index) => mask | (masks[index] ?? 0n), 0n);
				const found = Math.min(4, written.length);
				expect(found).toBe(fewestByTrying(target));
				seen.set(found, (seen.get(found) ?? 0) + 1);
			}),
			{ numRuns: 200 },
		);
		expect([...seen.keys()].sort()).toEqual([1, 2, 3, 4]);
	});

	function tinyWorld(): readonly ResourceRequest[] {
		const words = [
			["get", "list", "fresh"],
			["", "fresh"],
			["a", "b", "fresh"],
			["", "s", "fresh"],
			["", "x"],
		] as const;
		return words[0].flatMap((verb) =>
			words[1].flatMap((apiGroup) =>
				words[2].flatMap((resource) =>
					words[3].flatMap((subresource) =>
						words[4].map((name): ResourceRequest => {
							const what = { apiGroup, resource, subresource, namespace: "", name };
							return { kind: "resource", verb, ...what };
						}),
					),
				),
			),
		);
	}
});

function subsetsOf(words: readonly string[]): readonly (readonly string[])[] {
	const [first, ...rest] = words;
	if (first === undefined) return [];
	const others = subsetsOf(rest);
	return [[first], ...others, ...others.map((some) => [first, ...some])];
}

test.each(kubernetesVersions.filter((_, index, all) => index === 0 || index === all.length - 1))(
	"the default roles of Kubernetes %s need no rule more than they have",
	(version) => {
		const { roles } = defaultPolicy(version);
		const effective = aggregateRoles(roles.filter(({ kind }) => kind === "ClusterRole"));
		for (const role of roles) {
			const own = role.kind === "ClusterRole" ? effective.get(role.name) : undefined;
			const rules = own?.rules.map(({ rule }) => rule) ?? role.rules;
			const sets = new PermissionSets();
			const written = rulesOf(sets, sets.ofRules(rules));
			expect([role.name, written?.isFewest]).toEqual([role.name, true]);
			expect(written?.rules.length, role.name).toBeLessThanOrEqual(rules.length);
		}
	},
	30_000,
);

describe("sets that are no list of rules", () => {
	const catalog = { resources: assumedResources(kubernetesVersions.at(-1) ?? "", false) };
	const sets = new PermissionSets();
	const one = (word: string): { readonly only: readonly string[] } => ({ only: [word] });
	const secrets = sets.resourceRequests({ apiGroup: one(""), resource: one("secrets") });

	test("all but secrets is none", () => {
		expect(rulesOf(sets, sets.all.difference(secrets))).toBeUndefined();
	});

	test("with a catalogue, what it holds but secrets is listed, and said to be listed", () => {
		const written = rulesOf(sets, sets.all.difference(secrets), catalog);
		expect(written?.isEnumerated).toBe(true);
		const set = sets.ofRules(written?.rules ?? []);
		expect(set.meets(secrets)).toBe(false);
		expect(set.has(request("zap", "", "pods"))).toBe(true);
		expect(set.has(request("get", "apps", "deployments"))).toBe(true);
		expect(set.has(request("get", "example.com", "fresh"))).toBe(false);
	});

	test("all verbs but delete are listed too", () => {
		const deletes = sets.resourceRequests({ verb: one("delete") });
		const written = rulesOf(sets, sets.all.difference(deletes), catalog);
		const set = sets.ofRules(written?.rules ?? []);
		expect(set.meets(deletes)).toBe(false);
		expect(set.has(request("patch", "apps", "deployments"))).toBe(true);
	});

	test.each([
		["all names but one", sets.resourceRequests({ name: { except: ["a"] } })],
		["one namespace", sets.inNamespace(secrets, "ci")],
		[
			"all paths but one",
			sets.pathRequests(one("get"), ["*"]).difference(sets.onePath(one("get"), "/a")),
		],
		["a verb called *", sets.resourceRequests({ verb: one("*") })],
		["a path that ends in a star", sets.onePath(one("get"), "/a*")],
	])("%s cannot be listed", (_title, set) => {
		expect(rulesOf(sets, set, catalog)).toBeUndefined();
	});

	function request(verb: string, apiGroup: string, resource: string): ResourceRequest {
		return { kind: "resource", verb, apiGroup, resource, subresource: "", namespace: "", name: "" };
	}
});
