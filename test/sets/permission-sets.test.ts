import { describe, expect, test } from "vitest";
import type { Request } from "../../src/model/request.ts";
import type { PolicyRule } from "../../src/model/rule.ts";
import { disjointBoxes, pathBoxes } from "../../src/sets/boxes.ts";
import { countRequests } from "../../src/sets/count.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import { SetTooLarge } from "../../src/sets/set-too-large.ts";
import { witness, witnesses } from "../../src/sets/witness.ts";
import fc from "../support/fast-check.ts";
import { ruleAllows } from "../support/naive.ts";
import { choosing, type Random, seeded } from "../support/random.ts";
import { randomRules, smallWorld } from "../support/random-rules.ts";

/** Rules with the namespaces that they count in: everywhere, or in one. */
interface Grant {
	readonly rules: readonly PolicyRule[];
	readonly namespace: string | undefined;
}

const world = smallWorld();
const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 200 }));

function randomGrants(random: Random): readonly Grant[] {
	return Array.from({ length: 1 + random.below(2) }, () => ({
		rules: randomRules(random),
		namespace: random.chance(50) ? random.of(["n1", "n2"]) : undefined,
	}));
}

function setOf(sets: PermissionSets, grants: readonly Grant[]): PermissionSet {
	return sets.union(
		grants.map(({ rules, namespace }) =>
			namespace === undefined
				? sets.ofRules(rules)
				: sets.inNamespace(sets.ofRules(rules), namespace),
		),
	);
}

/** The judge: the naive evaluator, rule by rule. */
function allows(grants: readonly Grant[], request: Request): boolean {
	const own = request.kind === "path" ? "" : request.namespace;
	return grants.some(
		({ rules, namespace }) =>
			(namespace === undefined || namespace === own) &&
			// A RoleBinding counts for no path.
			(namespace === undefined || request.kind === "resource") &&
			rules.some((rule) => ruleAllows(rule, request)),
	);
}

function differing(judge: (request: Request) => boolean, set: PermissionSet): Request | undefined {
	return world.find((request) => set.has(request) !== judge(request));
}

describe("each operation decides as the naive evaluator does, request by request", () => {
	test("over every request of a small world", () => {
		let compared = 0;
		fc.assert(
			fc.property(choices, (drawn) => {
				const random = choosing(drawn);
				const [left, right] = [randomGrants(random), randomGrants(random)];
				const sets = new PermissionSets();
				const [a, b] = [setOf(sets, left), setOf(sets, right)];
				const inLeft = (request: Request): boolean => allows(left, request);
				const inRight = (request: Request): boolean => allows(right, request);
				expect(differing(inLeft, a)).toBeUndefined();
				expect(differing((r) => inLeft(r) || inRight(r), a.union(b))).toBeUndefined();
				expect(differing((r) => inLeft(r) && inRight(r), a.intersection(b))).toBeUndefined();
				expect(differing((r) => inLeft(r) && !inRight(r), a.difference(b))).toBeUndefined();
				expect(differing((r) => !inLeft(r), a.complement())).toBeUndefined();
				const isSubset = world.every((r) => !inLeft(r) || inRight(r));
				const doMeet = world.some((r) => inLeft(r) && inRight(r));
				expect(a.isSubsetOf(b)).toBe(a.difference(b).isEmpty);
				expect(a.meets(b)).toBe(!a.intersection(b).isEmpty);
				if (!isSubset) expect(a.isSubsetOf(b)).toBe(false);
				if (doMeet) expect(a.meets(b)).toBe(true);
				compared += world.length * 5;
			}),
			{ numRuns: 60, endOnFailure: true },
		);
		expect(compared).toBeGreaterThan(100_000);
	});

	test("the small world tells sets apart: where no request differs, the sets are the same", () => {
		let same = 0;
		fc.assert(
			fc.property(choices, (drawn) => {
				const random = choosing(drawn);
				const [left, right] = [randomGrants(random), randomGrants(random)];
				const sets = new PermissionSets();
				const [a, b] = [setOf(sets, left), setOf(sets, right)];
				const found = witness(a.difference(b));
				if (found === undefined) {
					same += 1;
					expect(world.find((r) => allows(left, r) && !allows(right, r))).toBeUndefined();
				} else {
					expect(allows(left, found)).toBe(true);
					expect(allows(right, found)).toBe(false);
				}
			}),
			{ numRuns: 3000 },
		);
		expect(same).toBeGreaterThan(50);
	});
});

test("the laws of Boolean algebra hold as identities", () => {
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const sets = new PermissionSets();
			const [a, b, c] = [0, 1, 2].map(() => setOf(sets, randomGrants(random)));
			if (a === undefined || b === undefined || c === undefined) return;
			const same = (one: PermissionSet, other: PermissionSet): void =>
				expect(one.equals(other)).toBe(true);
			same(a.union(b), b.union(a));
			same(a.intersection(b), b.intersection(a));
			same(a.union(b.union(c)), a.union(b).union(c));
			same(a.intersection(b.union(c)), a.intersection(b).union(a.intersection(c)));
			same(a.union(b.intersection(c)), a.union(b).intersection(a.union(c)));
			same(a.complement().complement(), a);
			same(a.union(b).complement(), a.complement().intersection(b.complement()));
			same(a.difference(b), a.intersection(b.complement()));
			same(a.union(a.intersection(b)), a);
			same(a.union(a.complement()), sets.all);
			same(a.intersection(a.complement()), sets.none);
			expect(a.difference(b).isEmpty).toBe(a.isSubsetOf(b));
		}),
		{ numRuns: 5000 },
	);
});

test("the order and repetition of rules changes nothing", () => {
	fc.assert(
		fc.property(choices, (drawn) => {
			const rules = randomRules(choosing(drawn), 6);
			const sets = new PermissionSets();
			const set = sets.ofRules(rules);
			expect(sets.ofRules([...rules.toReversed(), ...rules]).equals(set)).toBe(true);
		}),
		{ numRuns: 2000 },
	);
});

test("witnesses are members, for different verbs and resources each", () => {
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const grants = randomGrants(random);
			const others = randomGrants(random);
			const sets = new PermissionSets();
			const set = setOf(sets, grants).difference(setOf(sets, others));
			const found = witnesses(set, 5);
			expect(found.length > 0).toBe(!set.isEmpty);
			for (const request of found) {
				expect(set.has(request)).toBe(true);
				expect(allows(grants, request) && !allows(others, request)).toBe(true);
			}
			const keys = found.map(({ verb, ...rest }) =>
				JSON.stringify([
					verb,
					"path" in rest ? rest.path : [rest.apiGroup, rest.resource, rest.subresource],
				]),
			);
			expect(new Set(keys).size).toBe(keys.length);
		}),
		{ numRuns: 3000 },
	);
});

test("boxes put together again are the set, and do not overlap", () => {
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const sets = new PermissionSets();
			const set = setOf(sets, randomGrants(random)).difference(setOf(sets, randomGrants(random)));
			const boxes = (disjointBoxes(set, 10_000) ?? []).map((box) => sets.resourceRequests(box));
			const paths = pathBoxes(set).map(({ verb, path, except }) => {
				const of = ({ text, isPrefix }: { text: string; isPrefix: boolean }): PermissionSet =>
					sets
						.pathRequests(verb, isPrefix ? [`${text}*`] : [])
						.union(isPrefix ? sets.none : sets.onePath(verb, text));
				return except.reduce((rest, hole) => rest.difference(of(hole)), of(path));
			});
			const all = [...boxes, ...paths];
			expect(sets.union(all).equals(set)).toBe(true);
			all.forEach((one, i) => {
				for (const other of all.slice(i + 1)) expect(one.meets(other)).toBe(false);
			});
		}),
		{ numRuns: 1500 },
	);
});

test("counting is additive, and counts what a walk counts", () => {
	const alphabets = {
		namespace: ["", "n1", "n3"],
		apiGroup: ["", "apps"],
		resource: ["pods", "nodes"],
		subresource: ["", "log"],
		verb: ["get", "list", "fresh"],
		name: ["", "a"],
	};
	const inside = world.filter(
		(request) =>
			request.kind === "resource" &&
			(Object.keys(alphabets) as (keyof typeof alphabets)[]).every((part) =>
				alphabets[part].includes(request[part]),
			),
	);
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const sets = new PermissionSets();
			const grants = randomGrants(random);
			const [a, b] = [setOf(sets, grants), setOf(sets, randomGrants(random))];
			const count = (set: PermissionSet): number => countRequests(set, alphabets);
			expect(count(a.union(b)) + count(a.intersection(b))).toBe(count(a) + count(b));
			const narrowed = { ...alphabets, namespace: ["", "n1"] };
			const walked = inside.filter((request) => allows(grants, request)).length;
			expect(countRequests(a, narrowed)).toBe(walked);
		}),
		{ numRuns: 1000 },
	);
});

describe("bounds", () => {
	test("a set that outgrows its budget is an error with its name, and the sets stay fit for use", () => {
		const sets = new PermissionSets(20_000);
		const small = sets.ofRules([
			{
				verbs: ["get"],
				apiGroups: [""],
				resources: ["pods"],
				resourceNames: [],
				nonResourceURLs: [],
			},
		]);
		const random = seeded(1);
		const grow = (): void => {
			let all = sets.none;
			for (let i = 0; i < 5000; i += 1) {
				const word = (): { only: string[] } => ({ only: [`w${random.below(1000)}`] });
				all = all.union(
					sets.resourceRequests({
						namespace: word(),
						resource: word(),
						verb: word(),
						name: word(),
					}),
				);
			}
		};
		expect(grow).toThrow(SetTooLarge);
		expect(small.isSubsetOf(sets.all)).toBe(true);
		expect(small.union(small).equals(small)).toBe(true);
	});

	test("a path as long as is allowed is compared, a longer one is refused", () => {
		const sets = new PermissionSets();
		const rule = (url: string): PolicyRule => ({
			verbs: ["get"],
			apiGroups: [],
			resources: [],
			resourceNames: [],
			nonResourceURLs: [url],
		});
		const long = `/${"a".repeat(1998)}`;
		const one = sets.ofRules([rule(`${long}*`)]);
		const other = sets.ofRules([rule(`${long.slice(0, -1)}*`)]);
		expect(one.isSubsetOf(other)).toBe(true);
		expect(other.difference(one).isEmpty).toBe(false);
		expect(() => sets.ofRules([rule(`/${"a".repeat(2000)}`)])).toThrow(/beyond the bound of 2000/);
	});
});
