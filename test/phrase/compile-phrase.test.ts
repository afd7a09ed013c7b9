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
import fc from "../support/fast-check.ts";
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
		expect(inside).toBeGreaterThan(300);
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

describe("a plain word of several API groups", () => {
	const row = (name: string, kind: string, verbs: readonly string[], virtual = false) => {
		const [resource = "", ...group] = name.split(".");
		const names = { singular: kind.toLowerCase(), kind, shortNames: [] };
		const rest = { namespaced: false, versions: ["v1"], verbs, subresources: [] };
		return { group: group.join("."), resource, ...names, ...rest, ...(virtual && { virtual }) };
	};
	const openShift: PhraseWorld = {
		...world,
		catalog: {
			resources: [
				row("users", "User", ["impersonate"], true),
				row("roles.authorization.openshift.io", "Role", ["get"]),
				row("users.user.openshift.io", "User", ["get", "impersonate"]),
				row("ingresses.config.openshift.io", "Ingress", ["get"]),
				row("widgets.a.io", "Widget", ["get"]),
				row("widgets.b.io", "Widget", ["get"]),
				...smallCatalog.resources,
				row("roles.rbac.authorization.k8s.io", "Role", ["get"]),
				row("ingresses.networking.k8s.io", "Ingress", ["get"]),
			],
		},
	};

	test.each([
		["get roles everywhere", "get roles.rbac.authorization.k8s.io everywhere"],
		["get ingresses everywhere", "get ingresses.networking.k8s.io everywhere"],
		["get events", "get events.core"],
		["get users everywhere", "get users.user.openshift.io everywhere"],
		["impersonate users everywhere", 'impersonate "users".core everywhere'],
	])("`%s` means `%s`", (plain, meant) => {
		const sets = new PermissionSets();
		const set = compiled(sets, typed(plain), openShift);
		expect(set.equals(compiled(sets, typed(meant), openShift))).toBe(true);
	});

	test("the others are told", () => {
		expect(compilePhrase(new PermissionSets(), typed("get roles"), openShift)).toMatchObject({
			notes: [
				"`roles` means roles.rbac.authorization.k8s.io here; it could also mean roles.authorization.openshift.io",
			],
		});
	});

	test("of groups that are all somebody else's none comes first", () => {
		expect(compilePhrase(new PermissionSets(), typed("get widgets"), openShift)).toMatchObject({
			error: {
				message:
					"`widgets` is in several API groups: expected one of `widgets.a.io`, `widgets.b.io`, or `widgets.any` for all",
			},
		});
	});
});

test("a group that only rules name", () => {
	const known = { ...world, isNamedByRule: (_: unknown, group: string) => group === "acme.io" };
	const remarks = (text: string) => compilePhrase(new PermissionSets(), typed(text), known);
	expect(remarks("get any.acme.io")).toMatchObject({
		warnings: [],
		notes: ["the API group `acme.io` is known only from the rules that name it"],
	});
	expect(remarks("get any.acmee.io")).toMatchObject({
		warnings: ["the server has no API group `acmee.io`"],
	});
});
