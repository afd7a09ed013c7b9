import { describe, expect, test } from "vitest";
import type { PolicyRule } from "../../src/model/rule.ts";
import { compilePhrase } from "../../src/phrase/compile-phrase.ts";
import { parsePhrase } from "../../src/phrase/parse-phrase.ts";
import { phraseLines } from "../../src/phrase/phrase-lines.ts";
import type { PhraseWorld } from "../../src/phrase/phrase-world.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import fc from "../support/fast-check.ts";
import { choosing } from "../support/random.ts";
import { randomRules } from "../support/random-rules.ts";
import { smallCatalog } from "../support/small-catalog.ts";

const namespaces = ["payments", "team-a", "team-b"];
const world: PhraseWorld = { catalog: smallCatalog, namespaces, defaultNamespace: "payments" };

function meaning(sets: PermissionSets, lines: readonly string[]): PermissionSet {
	return sets.union(
		lines.map((line) => {
			const parsed = parsePhrase(line);
			if ("error" in parsed) throw parsed.error;
			const compiled = compilePhrase(sets, parsed.phrase, world);
			if ("error" in compiled) throw compiled.error;
			return compiled.set;
		}),
	);
}

/** What rules of ClusterRoleBindings and RoleBindings give. */
function held(
	sets: PermissionSets,
	everywhere: readonly PolicyRule[],
	inside: Readonly<Record<string, readonly PolicyRule[]>> = {},
): PermissionSet {
	const there = Object.entries(inside).map(([namespace, rules]) =>
		sets.inNamespace(sets.ofRules(rules), namespace),
	);
	return sets.union([sets.ofRules(everywhere), ...there]);
}

const rule = (resources: string, verbs: string, names: readonly string[] = []): PolicyRule => ({
	apiGroups: [""],
	resources: resources.split(","),
	verbs: verbs.split(","),
	resourceNames: names,
	nonResourceURLs: [],
});

function linesOf(
	...given: readonly [readonly PolicyRule[], Record<string, readonly PolicyRule[]>?]
) {
	const sets = new PermissionSets();
	const set = held(sets, ...given);
	return phraseLines(sets, set, set, smallCatalog);
}

describe("lines of a set", () => {
	test("everywhere first, then what a namespace has more; verbs as people list them", () => {
		expect(
			linesOf([rule("pods,nodes", "list,get")], {
				"team-a": [rule("secrets,pods", "watch,get,create")],
				payments: [rule("pods", "get")],
			}),
		).toEqual([
			"get,list nodes everywhere",
			"get,list pods everywhere",
			"watch,create pods in team-a",
			"get,watch,create secrets in team-a",
		]);
	});

	test("names, paths and wildcards", () => {
		const path = {
			...rule("", "get"),
			apiGroups: [],
			resources: [],
			nonResourceURLs: ["/metrics"],
		};
		expect(
			linesOf([rule("secrets", "get", ["b", "a"]), rule("*", "list"), path], {
				"team-a": [rule("secrets", "get")],
			}),
		).toEqual([
			"list any.core everywhere",
			"get secrets(a,b) everywhere",
			"get secrets in team-a",
			"get /metrics",
		]);
	});

	test("a long line says read and write, and is broken where it lists names", () => {
		const names = Array.from({ length: 30 }, (_, i) => `secret-number-${i}`);
		const all =
			"get,list,watch,create,update,patch,delete,deletecollection,escalate,impersonate-them";
		const lines = linesOf([
			rule("secrets", "get", names),
			rule("nodes", `${all},more-of-that-kind`),
		]);
		expect(lines?.every((line) => line.length <= 98)).toBe(true);
		expect(lines?.[0]).toMatch(/^read,write,escalate,impersonate-them,more-of-that-kind nodes/);
		expect(lines?.length).toBeGreaterThan(5);
	});

	test("a grant in one more namespace adds lines and changes none", () => {
		const before = linesOf([rule("pods", "get")], { payments: [rule("secrets", "get")] });
		const after = linesOf([rule("pods", "get")], {
			payments: [rule("secrets", "get")],
			"team-a": [rule("secrets", "get"), rule("pods", "get,list")],
		});
		expect(after?.filter((line) => !line.endsWith("in team-a"))).toEqual(before);
		expect(after?.length).toBeGreaterThan(before?.length ?? 0);
	});

	test("read back they are the set; with more around it, between the two", () => {
		const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 60, maxLength: 160 }));
		let [told, runs] = [0, 0];
		fc.assert(
			fc.property(choices, (drawn) => {
				const random = choosing(drawn);
				const sets = new PermissionSets();
				const inside = { payments: randomRules(random, 2), "team-a": randomRules(random, 2) };
				const has = held(sets, randomRules(random, 2), inside);
				const set = has.difference(sets.ofRules(randomRules(random, 1)));
				const exact = phraseLines(sets, has, has, smallCatalog);
				const plain = phraseLines(sets, set, has, smallCatalog);
				runs += 1;
				if (exact !== undefined) {
					told += 1;
					expect(meaning(sets, exact).equals(has)).toBe(true);
				}
				if (plain !== undefined) {
					const read = meaning(sets, plain);
					expect([set.isSubsetOf(read), read.isSubsetOf(has)]).toEqual([true, true]);
				}
			}),
			{ numRuns: 150, endOnFailure: true },
		);
		expect(told / runs).toBeGreaterThan(0.5);
	});
});
