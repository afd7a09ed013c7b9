import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Request } from "../../src/model/request.ts";
import { compilePhrase } from "../../src/phrase/compile-phrase.ts";
import { compileRule } from "../../src/phrase/compile-rule.ts";
import { parsePhrase } from "../../src/phrase/parse-phrase.ts";
import type { Phrase } from "../../src/phrase/phrase.ts";
import type { PhraseWorld } from "../../src/phrase/phrase-world.ts";
import { phrasesOfSet } from "../../src/phrase/phrases-of-set.ts";
import { printPhrase } from "../../src/phrase/print-phrase.ts";
import type { PermissionSet } from "../../src/sets/permission-set.ts";
import { PermissionSets } from "../../src/sets/permission-sets.ts";
import { ruleAllows } from "../support/naive.ts";
import { phraseMeans } from "../support/naive-phrase.ts";
import { choosing } from "../support/random.ts";
import { randomPhrase } from "../support/random-phrase.ts";
import { randomRules } from "../support/random-rules.ts";
import { smallCatalog } from "../support/small-catalog.ts";

const world: PhraseWorld = {
	catalog: smallCatalog,
	namespaces: ["payments", "team-a", "team-b"],
	defaultNamespace: "payments",
	ownNamespace: "team-a",
};
const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 120 }));

function requests(): readonly Request[] {
	const found: Request[] = [];
	for (const verb of ["get", "list", "create", "deletecollection", "head", "fresh", "any"]) {
		for (const path of ["/", "/a", "/a/b", "/ab", "/q"]) found.push({ kind: "path", verb, path });
		for (const namespace of ["", "payments", "team-a", "team-b", "default", "fresh"]) {
			for (const apiGroup of ["", "apps", "events.k8s.io", "fresh"]) {
				for (const resource of [
					"pods",
					"secrets",
					"nodes",
					"namespaces",
					"events",
					"deployments",
					"any",
				]) {
					for (const subresource of ["", "log", "scale", "status", "fresh"]) {
						for (const name of ["", "db", "team-a", "default", "fresh"]) {
							found.push({
								kind: "resource",
								verb,
								apiGroup,
								resource,
								subresource,
								namespace,
								name,
							});
						}
					}
				}
			}
		}
	}
	return found;
}
const all = requests();

function compiled(sets: PermissionSets, phrase: Phrase, by = world): PermissionSet {
	const result = compilePhrase(sets, phrase, by);
	if ("error" in result) throw new Error(`${printPhrase(phrase)}: ${result.error.message}`);
	return result.set;
}

function typed(text: string): Phrase {
	const result = parsePhrase(text);
	if ("error" in result) throw result.error;
	return result.phrase;
}

describe("a phrase means what its words say, request by request", () => {
	test("over a small world", () => {
		let inside = 0;
		fc.assert(
			fc.property(choices, (drawn) => {
				const phrase = randomPhrase(choosing(drawn));
				const set = compiled(new PermissionSets(), phrase);
				const wrong = all.find((request) => {
					const expected = phraseMeans(phrase, request, world);
					if (expected === true) inside += 1;
					return expected !== undefined && set.has(request) !== expected;
				});
				expect(
					wrong === undefined ? undefined : { phrase: printPhrase(phrase), wrong },
				).toBeUndefined();
			}),
			{ numRuns: 15, endOnFailure: true },
		);
		expect(inside).toBeGreaterThan(2000);
	});

	test("over many phrases, some requests each", () => {
		fc.assert(
			fc.property(choices, (drawn) => {
				const random = choosing(drawn);
				const phrase = randomPhrase(random);
				const set = compiled(new PermissionSets(), phrase);
				let at = random.below(1000);
				for (let count = 0; count < 120; count += 1) {
					at = (at * 31 + 977) % all.length;
					const request = all[at];
					const expected = request && phraseMeans(phrase, request, world);
					if (request === undefined || expected === undefined) continue;
					if (set.has(request) === expected) continue;
					expect({ phrase: printPhrase(phrase), request }).toBeUndefined();
				}
			}),
			{ numRuns: 1500 },
		);
	});
});

test("`known,any` means at least what `known` means", () => {
	const sets = new PermissionSets();
	const setOf = (text: string): ReturnType<typeof compiled> => {
		const parsed = parsePhrase(text);
		if ("error" in parsed) throw parsed.error;
		return compiled(sets, parsed.phrase);
	};
	// A Namespace is asked about inside of itself, also one that is not the default.
	expect(setOf("known any.core").isSubsetOf(setOf("known,any any.core"))).toBe(true);
	expect(setOf("any any.core").isSubsetOf(setOf("known,any any.core"))).toBe(true);
	expect(setOf("known any.core").isSubsetOf(setOf("any any.core"))).toBe(false);
});

test("the phrases of a set, printed, read and compiled, are the set", () => {
	let whole = 0;
	let runs = 0;
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const sets = new PermissionSets();
			const asked = sets.union(
				[randomPhrase(random), randomPhrase(random)].map((one) => compiled(sets, one)),
			);
			const given = sets.ofRules(randomRules(random));
			const set = random.chance(50)
				? asked
				: asked.intersection(sets.inNamespace(given, "payments").union(given));
			const { phrases, isWhole } = phrasesOfSet(set, smallCatalog, 500);
			const again = sets.union(phrases.map((phrase) => compiled(sets, typed(printPhrase(phrase)))));
			expect(again.isSubsetOf(set)).toBe(true);
			expect(again.equals(set)).toBe(isWhole);
			runs += 1;
			if (isWhole) whole += 1;
		}),
		{ numRuns: 400 },
	);
	// What phrases and rules say together can be said in phrases; only odd paths of rules cannot.
	expect(whole / runs).toBeGreaterThan(0.97);
});

test("a rule means what RBAC means, in the namespaces beside it", () => {
	const options = [["payments"], ["*"], [""], ["", "*"], ["team-*", ""], ["fresh", "default"]];
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			const [rule] = randomRules(random, 1);
			if (rule === undefined) return;
			const isOfPaths = rule.nonResourceURLs.length > 0;
			const namespaces = random.of(options.filter((list) => !isOfPaths || list.includes("")));
			const sets = new PermissionSets();
			const result = compileRule(sets, { ...rule, namespaces }, world);
			if ("error" in result) throw new Error(result.error);
			for (let at = random.below(200); at < all.length; at += 211) {
				const request = all[at];
				if (request === undefined) continue;
				const where = request.kind === "path" ? "" : request.namespace;
				const isThere =
					namespaces.includes(where) ||
					(where !== "" && namespaces.includes("*")) ||
					(namespaces.includes("team-*") && /^team-[ab]$/.test(where));
				expect(result.set.has(request)).toBe(isThere && ruleAllows(rule, request));
			}
		}),
		{ numRuns: 300 },
	);
});
