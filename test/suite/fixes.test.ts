import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Repair } from "../../src/model/suite-fix.ts";
import { fixEditInWords } from "../../src/render/fix-edit-words.ts";
import { editedSnapshot } from "../../src/suite/edited-snapshot.ts";
import { withFixes } from "../../src/suite/fixes.ts";
import { runSuite } from "../../src/suite/run-suite.ts";
import fc from "../support/fast-check.ts";
import * as naive from "../support/naive.ts";
import type * as K from "../support/plain.ts";
import { choosing, type Random } from "../support/random.ts";
import { ran, suiteOver } from "../support/suite.ts";
import { bind, labelled, role, rule, snapshotOf } from "../support/world.ts";

/** What mends the first check that fails. */
function repairOf(objects: K.Objects, tests: readonly object[], more = {}): Repair {
	const world = suiteOver(
		snapshotOf(objects),
		tests.map((one, index) => ({ id: `t${index}`, ...one })),
		more,
	);
	const result = withFixes(ran(world), world);
	const repair = result.checks.find(({ status }) => status === "failed")?.repair;
	if (repair === undefined) throw new Error("nothing failed, or nothing was sought");
	return repair;
}

function wordsOf({ fixes, why }: Repair): readonly string[] {
	const told = fixes.map(({ edits, breaks }) => {
		const broken = breaks.length > 0 ? ` but ${breaks.join(", ")}` : "";
		return edits.map(fixEditInWords).join(" + ") + broken;
	});
	return why === "" ? told : [`none: ${why}`, ...told];
}

describe("the smallest fix", () => {
	test.each<[string, K.Objects, readonly object[], string]>([
		[
			"drops the word that nobody else needs",
			[
				role("pay/api", rule("get,list", "pods,secrets")),
				bind("pay/api", "Role/api", "sa:pay/api"),
			],
			[{ subject: "sa:pay/api", deny: "get,list secrets" }],
			'drop "secrets" from the resources of Role pay/api rules[0]',
		],
		[
			"splits a rule of which both words are needed elsewhere",
			[
				role("pay/api", rule("get,list", "pods,secrets")),
				bind("pay/api", "Role/api", "sa:pay/api"),
			],
			[
				{
					subject: "sa:pay/api",
					cases: [{ allow: "get secrets" }, { allow: "list pods" }, { deny: "list secrets" }],
				},
			],
			'drop "list" for "secrets" in Role pay/api rules[0], which becomes 2 rules',
		],
		[
			"takes the subject away where the role is shared",
			[
				role("view", rule("get", "secrets")),
				bind("pay/b", "ClusterRole/view", "sa:pay/api", "user:jane"),
			],
			[{ only: ["sa:pay/api"], can: "get secrets in pay" }],
			"remove User jane from RoleBinding pay/b",
		],
		[
			"binds in one namespace what is bound in all",
			[role("view", rule("get", "pods,secrets")), bind("b", "ClusterRole/view", "sa:pay/api")],
			[
				{
					subject: "sa:pay/api",
					cases: [
						{ allow: "get secrets" },
						{ allow: "get pods" },
						{ deny: "get secrets outside pay" },
					],
				},
			],
			"replace ClusterRoleBinding b by a RoleBinding in namespace pay",
		],
		[
			"limits to the name that is meant",
			[role("pay/api", rule("get", "secrets")), bind("pay/api", "Role/api", "sa:pay/api")],
			[
				{
					subject: "sa:pay/api",
					cases: [{ allow: "get secrets(db)" }, { deny: "get secrets(!db)" }],
				},
			],
			'add "db" to the resourceNames of Role pay/api rules[0]',
		],
		[
			"shrinks every grant that gives it",
			[
				role("pay/a", rule("get,list", "secrets")),
				role("pay/b", rule("get", "pods,secrets")),
				bind("pay/a", "Role/a", "sa:pay/api"),
				bind("pay/b", "Role/b", "sa:pay/api"),
			],
			[{ subject: "sa:pay/api", cases: [{ allow: "list secrets" }, { deny: "get secrets" }] }],
			'drop "get" from the verbs of Role pay/a rules[0] + drop "secrets" from the resources of Role pay/b rules[0]',
		],
		[
			"mends the rule behind an aggregated role",
			[
				labelled("part", { agg: "x" }, [rule("get", "pods"), rule("get", "secrets")]),
				labelled("all", {}, [], [{ matchLabels: { agg: "x" } }]),
				bind("b", "ClusterRole/all", "user:jane"),
			],
			[{ subject: "user:jane", cases: [{ allow: "get pods" }, { deny: "get secrets" }] }],
			"remove ClusterRole part rules[1]",
		],
		[
			"adds a word to the rule that lacks it",
			[role("pay/api", rule("get", "pods")), bind("pay/api", "Role/api", "sa:pay/api")],
			[{ subject: "sa:pay/api", allow: "get,list pods" }],
			'add "list" to the verbs of Role pay/api rules[0]',
		],
		[
			"adds and takes at once",
			[role("pay/api", rule("get", "pods")), bind("pay/api", "Role/api", "sa:pay/api")],
			[{ subject: "sa:pay/api", exactly: ["list pods"] }],
			"",
		],
	])("%s", (_, objects, tests, expected) => {
		const { fixes } = repairOf(objects, tests);
		const [smallest] = wordsOf({ fixes, why: "" });
		if (expected === "") expect(smallest).toBeDefined();
		else expect(smallest).toBe(expected);
		expect(fixes[0]?.breaks).toEqual([]);
	});

	test("gives nobody else what one lacks, where a role of its own can", () => {
		const objects = [
			role("view", rule("get", "pods")),
			bind("pay/a", "ClusterRole/view", "sa:pay/api"),
			bind("other", "ClusterRole/view", "user:jane"),
		];
		const repair = repairOf(objects, [{ subject: "sa:pay/api", allow: "get services" }]);
		expect(repair.fixes.map(({ edits }) => edits.map(({ kind }) => kind))).toEqual([
			["grant"],
			["change-rule"],
		]);
		expect(repair.fixes[0]?.effects).toEqual([]);
		expect(repair.fixes[1]?.effects.map(({ subject }) => subject.name)).toEqual(["jane"]);
	});

	test("says what the nearest would break where nothing mends it alone", () => {
		const objects = [
			role("pay/api", rule("get", "secrets")),
			bind("pay/api", "Role/api", "group:all"),
		];
		const more = { cluster: { groups: { all: ["user:jane", "user:li"] } } };
		const tests = [
			{ subject: "user:jane", deny: "get secrets" },
			{ subject: "user:li", allow: "get secrets" },
		];
		expect(wordsOf(repairOf(objects, tests, more))).toEqual([
			"none: every way to mend it breaks another check",
			"delete RoleBinding pay/api but t1 › user:li allow get secrets",
		]);
	});

	test("edits nothing of the default policy", () => {
		const snapshot = snapshotOf([
			role("pay/api", rule("get", "secrets")),
			bind("pay/api", "Role/api", "user:jane"),
		]);
		const builtIn: Snapshot = {
			...snapshot,
			roles: snapshot.roles.map((one) => ({ ...one, builtIn: true })),
			bindings: snapshot.bindings.map((one) => ({ ...one, builtIn: true })),
		};
		const world = suiteOver(builtIn, [{ id: "t", subject: "user:jane", deny: "get secrets" }]);
		expect(withFixes(ran(world), world).checks[0]?.repair).toEqual({
			fixes: [],
			why: "the default policy grants it",
		});
	});

	test("of a subject that nothing else names is none: the suite would not know it any more", () => {
		const objects = [
			role("pay/api", rule("get", "secrets"), rule("get", "pods")),
			bind("pay/api", "Role/api", "user:jane"),
		];
		expect(wordsOf(repairOf(objects, [{ subject: "user:jane", deny: "get secrets" }]))).toEqual([
			"remove Role pay/api rules[0]",
		]);
	});

	test("is one for all checks of a line, and only so many lines get one", () => {
		const objects = [
			role("pay/api", rule("get,list", "secrets"), rule("get", "pods")),
			bind("pay/api", "Role/api", "sa:pay/api"),
		];
		const cases = Array.from({ length: 30 }, () => ({ deny: "get,list secrets" }));
		const world = suiteOver(snapshotOf(objects), [{ id: "t", subject: "sa:pay/api", cases }]);
		const repairs = new Set(withFixes(ran(world), world).checks.map(({ repair }) => repair));
		expect(repairs.size).toBe(30);
		const late = [...repairs].filter((one) => one?.why.startsWith("no fix was sought"));
		expect(late).toHaveLength(10);
	});
});

const namespaces = ["pay", "ops"];
const resources = ["pods", "secrets", "configmaps"];
const verbs = ["get", "list", "create"];
const subjects = ["sa:pay/api", "sa:ops/bot", "user:jane", "group:dev"];

/** Few words, so that grants overlap; every subject is named somewhere, so that the suite knows it. */
function smallWorld(random: Random): K.Objects {
	const words = (from: readonly string[]): string =>
		random.chance(15) ? "*" : [random.of(from), ...random.some(from, 1)].join(",");
	const rules = (): readonly K.Rule[] =>
		Array.from({ length: 1 + random.below(2) }, () =>
			rule(words(verbs), words(resources), random.chance(20) ? { names: ["db"] } : {}),
		);
	const roles = ["a", "b", "pay/c", "ops/d"].map((name) => role(name, ...rules()));
	const bindings = Array.from({ length: 2 + random.below(4) }, (_, index) => {
		const who = [random.of(subjects), ...random.some(subjects, 1)];
		const name = random.of(["a", "b"]);
		const where = random.of(["", "pay/", "ops/"]);
		if (where !== "" && random.chance(40)) {
			const own = where === "pay/" ? "Role/c" : "Role/d";
			return bind(`${where}b${index}`, own, ...new Set(who));
		}
		return bind(`${where}b${index}`, `ClusterRole/${name}`, ...new Set(who));
	});
	return [...roles, ...bindings, bind("known", "ClusterRole/none", ...subjects), role("none")];
}

function smallTests(random: Random): readonly object[] {
	const phrase = (): string => {
		const scope = random.of(["in pay", "in ops", "everywhere", "outside pay"]);
		const name = random.chance(15) ? "(db)" : "";
		return `${random.of(verbs.slice(0, name === "" ? 3 : 1))} ${random.of(resources)}${name} ${scope}`;
	};
	return Array.from({ length: 4 }, (_, index) => {
		const id = `t${index}`;
		const kind = random.below(5);
		const subject = random.of(subjects);
		if (kind === 0) return { id, only: random.some(subjects, 2), can: phrase() };
		if (kind === 1) return { id, subject, atMost: [phrase(), phrase(), phrase()] };
		if (kind === 2) return { id, subject, allow: phrase() };
		return { id, subject, deny: phrase() };
	});
}

/** What the naive judge allows whom, of all requests there are in the small world. */
function allowed(snapshot: Snapshot): ReadonlySet<string> {
	const objects = naive.aggregate(plainOf(snapshot));
	const users: readonly K.User[] = [
		{ name: "system:serviceaccount:pay:api", groups: ["system:serviceaccounts:pay"] },
		{ name: "system:serviceaccount:ops:bot", groups: [] },
		{ name: "jane", groups: [] },
		{ name: "someone", groups: ["dev"] },
	];
	const found = new Set<string>();
	for (const user of users) {
		for (const namespace of ["", ...namespaces, "new"]) {
			for (const resource of [...resources, "services"]) {
				for (const verb of [...verbs, "delete"]) {
					for (const name of ["", "db", "other"]) {
						const request = { verb, apiGroup: "", resource, namespace, name };
						if (naive.answer(objects, user, request).allowed) {
							found.add(JSON.stringify([user.name, request]));
						}
					}
				}
			}
		}
	}
	return found;
}

function plainOf({ roles, bindings }: Snapshot): K.Objects {
	const metadataOf = ({
		name,
		namespace,
	}: {
		readonly name: string;
		readonly namespace: string;
	}) => (namespace === "" ? { name } : { name, namespace });
	return [
		...roles.map((one) => ({ kind: one.kind, metadata: metadataOf(one), rules: one.rules })),
		...bindings.map((one) => ({
			...{ kind: one.kind, metadata: metadataOf(one) },
			...{ roleRef: one.roleRef, subjects: one.subjects },
		})),
	];
}

test("every fix that is offered repairs its checks, breaks none, and gives nobody anything", () => {
	let offered = 0;
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 80, maxLength: 200 }));
	const law = fc.property(choices, (drawn) => {
		const random = choosing(drawn);
		const snapshot = snapshotOf(smallWorld(random));
		const tests = smallTests(random);
		const world = suiteOver(snapshot, tests);
		const before = runSuite(world);
		if (before.problems.some(({ severity }) => severity === "error")) return;
		const had = allowed(snapshot);
		const { checks } = withFixes(before, world);
		for (const repair of new Set(checks.flatMap((check) => check.repair ?? []))) {
			const own = checks.filter((check) => check.repair === repair);
			for (const fix of repair.fixes) {
				if (fix.breaks.length > 0) continue;
				offered += 1;
				const edited = editedSnapshot(snapshot, fix.edits);
				const after = ran(suiteOver(edited, tests));
				const statusOf = (id: string) => after.checks.find((one) => one.id === id)?.status;
				for (const { id } of own) expect(statusOf(id)).toBe("passed");
				for (const { id, status } of checks) {
					if (status === "passed") expect(statusOf(id)).toBe("passed");
				}
				const isLess = own.every(({ failures }) => failures.every(({ kind }) => kind === "extra"));
				const has = allowed(edited);
				if (isLess) expect([...has].filter((one) => !had.has(one))).toEqual([]);
				else expect(has.size).toBeGreaterThanOrEqual(1);
			}
		}
	});
	fc.assert(law, { numRuns: 40, endOnFailure: true });
	expect(offered).toBeGreaterThan(10);
});
