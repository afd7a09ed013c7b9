import { describe, expect, test } from "vitest";
import { type DiffSide, diff } from "../../src/answer/diff.ts";
import { identityOfSubject, subjectsOf } from "../../src/answer/subjects.ts";
import type { Diff, SubjectDiff } from "../../src/model/diff.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { statementLine } from "../../src/render/statement-words.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import fc from "../support/fast-check.ts";
import { aggregate, answer } from "../support/naive.ts";
import type * as K from "../support/plain.ts";
import { choosing } from "../support/random.ts";
import { smallWorld } from "../support/random-rules.ts";
import { randomWorld } from "../support/random-world.ts";
import { bind, labelled, role, rule, snapshotOf, urls } from "../support/world.ts";

function side(name: string, objects: K.Objects, more: Partial<Snapshot> = {}): DiffSide {
	return { name, grants: resolveGrants(snapshotOf(objects, more)) };
}

function between(before: K.Objects, after: K.Objects): Diff {
	return diff(side("old", before), side("new", after));
}

/** Each change in a line: who, sign, effect and what. */
function told({ subjects }: Diff): readonly string[] {
	return subjects.flatMap((one) => linesOf(one).map((line) => `${whoIn(one)} ${line}`));
}

function whoIn({ subjects }: SubjectDiff): string {
	return subjects.map(formatSubject).join(" ");
}

function linesOf({ gained, lost }: SubjectDiff): readonly string[] {
	const line = (sign: string, { effect, line }: SubjectDiff["gained"][number]): string =>
		`${sign}${effect === "effective" ? "" : ` (${effect})`} ${statementLine(line, 99)}`;
	return [...gained.map((one) => line("+", one)), ...lost.map((one) => line("-", one))];
}

const reader = role("dev/reader", rule("get,list", "pods"));
const bound = bind("dev/b", "Role/reader", "sa:dev/bot");

describe("what is a difference", () => {
	test.each<[string, K.Objects, K.Objects, readonly string[]]>([
		[
			"a rule gains a verb",
			[reader, bound],
			[role("dev/reader", rule("get,list,watch", "pods")), bound],
			["sa:dev/bot + watch pods in dev"],
		],
		[
			"a rule loses a resource",
			[role("dev/reader", rule("get", "pods,secrets")), bound],
			[role("dev/reader", rule("get", "pods")), bound],
			["sa:dev/bot - get secrets in dev"],
		],
		["a new binding", [reader], [reader, bound], ["sa:dev/bot + get, list pods in dev"]],
		[
			"a RoleBinding becomes a ClusterRoleBinding",
			[role("reader", rule("get", "pods")), bind("dev/b", "ClusterRole/reader", "sa:dev/bot")],
			[role("reader", rule("get", "pods")), bind("b", "ClusterRole/reader", "sa:dev/bot")],
			["sa:dev/bot + get pods in every namespace"],
		],
		[
			"a name is added",
			[
				role("dev/r", rule("get", "secrets", { names: ["a"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			[
				role("dev/r", rule("get", "secrets", { names: ["a", "b"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			['user:jane + get secrets "b" in dev'],
		],
		[
			"names are no longer told",
			[
				role("dev/r", rule("get", "secrets", { names: ["a"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			[role("dev/r", rule("get", "secrets")), bind("dev/b", "Role/r", "user:jane")],
			["user:jane + get secrets in dev"],
		],
		[
			"a path",
			[],
			[role("m", urls("get", "/metrics", "/healthz/*")), bind("m", "ClusterRole/m", "group:ops")],
			["group:ops + get /healthz/*, /metrics"],
		],
		[
			"everything: what was held before is not listed as exceptions",
			[role("r", rule("get", "pods"), urls("get", "/x")), bind("b", "ClusterRole/r", "user:jane")],
			[
				role("r", rule("*", "*", { groups: ["*"] }), urls("*", "*")),
				bind("b", "ClusterRole/r", "user:jane"),
			],
			["user:jane + any verb anything everywhere", "user:jane + any verb any path"],
		],
		[
			"a label lets a role flow into another",
			[
				labelled("agg", {}, [], [{ matchLabels: { a: "b" } }]),
				labelled("part", {}, [rule("get", "pods")]),
				bind("b", "ClusterRole/agg", "user:jane"),
			],
			[
				labelled("agg", {}, [], [{ matchLabels: { a: "b" } }]),
				labelled("part", { a: "b" }, [rule("get", "pods")]),
				bind("b", "ClusterRole/agg", "user:jane"),
			],
			["user:jane + get pods in every namespace"],
		],
		[
			"a resource that nothing serves is latent",
			[],
			[
				role("dev/r", rule("get", "widgets", { groups: ["acme.io"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			["user:jane + (latent) get widgets.acme.io in dev"],
		],
		[
			"nodes inside of a namespace are inert",
			[],
			[role("r", rule("get", "nodes")), bind("dev/b", "ClusterRole/r", "user:jane")],
			["user:jane + (inert) get nodes in dev"],
		],
		[
			"a deletecollection by name is inert",
			[],
			[
				role("dev/r", rule("deletecollection", "pods", { names: ["a"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			['user:jane + (inert) deletecollection pods "a" in dev'],
		],
		[
			"a create by name is not: a PUT or an apply carries it",
			[],
			[
				role("dev/r", rule("create", "pods", { names: ["a"] })),
				bind("dev/b", "Role/r", "user:jane"),
			],
			['user:jane + create pods "a" in dev'],
		],
		[
			"a RoleBinding reaches the Namespace of its own name",
			[],
			[role("r", rule("get", "namespaces")), bind("dev/b", "ClusterRole/r", "user:jane")],
			["user:jane + get namespaces in dev"],
		],
	])("%s", (_, before, after, expected) => {
		expect(told(between(before, after))).toEqual(expected);
		const back = told(between(after, before)).map((line) =>
			line.replace(/ ([+-])/, (_all, sign) => ` ${sign === "+" ? "-" : "+"}`),
		);
		expect(back.toSorted()).toEqual(expected.toSorted());
	});
});

describe("what is none", () => {
	test.each<[string, K.Objects, K.Objects]>([
		[
			"other names of role and binding",
			[reader, bound],
			[role("dev/other", rule("get,list", "pods")), bind("dev/c", "Role/other", "sa:dev/bot")],
		],
		[
			"another order, and rules in other words",
			[reader, bound],
			[role("dev/reader", rule("list", "pods"), rule("get", "pods"), rule("get", "pods")), bound],
		],
		[
			"an account spelled as a user",
			[reader, bound],
			[reader, bind("dev/b", "Role/reader", "user:system:serviceaccount:dev:bot")],
		],
		[
			"a Role in place of a ClusterRole",
			[reader, bound],
			[role("reader", rule("get,list", "pods")), bind("dev/b", "ClusterRole/reader", "sa:dev/bot")],
		],
		[
			"a rule that another one covers",
			[reader, bound],
			[role("dev/reader", rule("get,list", "pods"), rule("get", "pods", { names: ["a"] })), bound],
		],
		[
			"an entry that matches nothing",
			[reader, bound],
			[role("dev/reader", rule("get,list", "pods,pods/")), bound],
		],
		[
			"what a group gives already",
			[reader, bind("dev/g", "Role/reader", "group:system:serviceaccounts")],
			[reader, bind("dev/g", "Role/reader", "group:system:serviceaccounts"), bound],
		],
		["a role nobody is bound to", [reader, bound], [reader, bound, role("spare", rule("*", "*"))]],
	])("%s", (_, before, after) => {
		expect(between(before, after).subjects).toEqual([]);
		expect(between(after, before).subjects).toEqual([]);
	});
});

test("subjects for whom the same changed stand together, and what a group brings is told of the group alone", () => {
	const one = role("r", rule("list", "secrets"));
	const before = [one, bind("x", "ClusterRole/r", "sa:dev/idle")];
	const after = [
		...before,
		bind("b", "ClusterRole/r", "group:system:serviceaccounts", "user:jane", "user:kim"),
	];
	expect(told(between(before, after))).toEqual([
		"group:system:serviceaccounts user:jane user:kim + list secrets everywhere",
	]);
});

test("a subject that is asked for is told with all it gains through groups", () => {
	const one = role("r", rule("list", "secrets"));
	const after = [one, bind("b", "ClusterRole/r", "group:system:serviceaccounts:dev")];
	const subjects = [{ kind: "ServiceAccount", namespace: "dev", name: "bot" }] as const;
	const found = diff(side("old", [one]), side("new", after), { subjects });
	expect(told(found)).toEqual(["sa:dev/bot + list secrets everywhere"]);
});

test("more, less and incomparable are told apart, gains first", () => {
	const [a, b] = [role("a", rule("get", "pods")), role("b", rule("get", "secrets"))];
	const before = [a, b, bind("1", "ClusterRole/a", "user:less", "user:turned")];
	const after = [a, b, bind("2", "ClusterRole/b", "user:more", "user:turned")];
	const relations = between(before, after).subjects.map((one) => `${whoIn(one)} ${one.relation}`);
	expect(relations).toEqual(["user:more more", "user:turned incomparable", "user:less less"]);
});

describe("each line names the grant behind it and what was done to it", () => {
	const agg = (labels: Readonly<Record<string, string>>): K.Objects => [
		labelled("agg", {}, [], [{ matchLabels: { a: "b" } }]),
		labelled("part", labels, [rule("get", "pods")]),
		bind("b", "ClusterRole/agg", "user:jane"),
	];
	const two = [reader, role("dev/writer", rule("get,list,create", "pods"))];
	test.each<[string, K.Objects, K.Objects]>([
		["binding dev/b reader 0", [reader], [reader, bound]],
		["subject dev/b reader 0", [reader, bind("dev/b", "Role/reader")], [reader, bound]],
		[
			"roleRef dev/b writer 0",
			[...two, bound],
			[...two, bind("dev/b", "Role/writer", "sa:dev/bot")],
		],
		[
			"rule dev/b reader 1",
			[reader, bound],
			[role("dev/reader", rule("get,list", "pods"), rule("watch", "pods")), bound],
		],
		["role dev/b reader 0", [bound], [reader, bound]],
		["aggregation /b agg 0", agg({}), agg({ a: "b" })],
	])("%s", (expected, before, after) => {
		const causes = between(before, after).subjects.flatMap(({ gained }) =>
			gained.flatMap((one) => one.causes),
		);
		expect(
			causes.map(
				({ edit, chain }) =>
					`${edit} ${chain.binding.namespace}/${chain.binding.name} ${chain.role.name} ${chain.ruleIndex}`,
			),
		).toEqual([expected]);
	});

	test("a member who comes into a group gains what the group has", () => {
		const objects = [reader, bind("dev/g", "Role/reader", "group:team")];
		const group = (users: readonly string[]): Partial<Snapshot> => ({
			groups: [{ name: "team", users, origin: { file: "g", at: () => undefined } }],
		});
		const found = diff(side("old", objects, group([])), side("new", objects, group(["jane"])));
		expect(told(found)).toEqual(["user:jane + get, list pods in dev"]);
		expect(found.subjects[0]?.gained[0]?.causes[0]?.edit).toBe("member");
	});
});

test("a role that only one side lacks is a gap, one that both lack the same way is none", () => {
	const dangling = bind("dev/x", "Role/gone", "user:jane");
	expect(between([], [dangling]).gaps.map(({ kind }) => kind)).toEqual(["missing-role"]);
	expect(between([dangling], [dangling]).gaps).toEqual([]);
});

test("what it tells is what the naive evaluator finds, for every subject and request of a small world", () => {
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
	const requests = smallWorld().filter((_, i) => i % 7 === 0);
	let changes = 0;
	fc.assert(
		fc.property(choices, choices, (one, other) => {
			const [before, after] = [randomWorld(choosing(one)), randomWorld(choosing(other))];
			const [old, now] = [side("old", before), side("new", after)];
			const subjects = subjectsOf(now.grants).map(({ subject }) => subject);
			const found = diff(old, now, { subjects });
			const [plainOld, plainNow] = [aggregate(before), aggregate(after)];
			for (const subject of subjects) {
				const differs = requests.some((request) => {
					const may = (objects: K.Objects, { grants }: DiffSide): boolean =>
						answer(objects, identityOfSubject(grants, subject), request).allowed;
					return may(plainOld, old) !== may(plainNow, now);
				});
				const isTold = found.subjects.some((each) =>
					each.subjects.some((who) => formatSubject(who) === formatSubject(subject)),
				);
				if (differs) expect(isTold).toBe(true);
			}
			for (const { subjects: who, gained, lost } of found.subjects) {
				for (const [list, has, lacks] of [
					[gained, now, old],
					[lost, old, now],
				] as const) {
					for (const { witness, causes } of list) {
						changes += 1;
						expect(causes.length).toBeGreaterThan(0);
						for (const subject of who) {
							const may = ({ grants }: DiffSide, objects: K.Objects): boolean =>
								answer(objects, identityOfSubject(grants, subject), witness).allowed;
							expect(may(has, has === now ? plainNow : plainOld)).toBe(true);
							expect(may(lacks, lacks === now ? plainNow : plainOld)).toBe(false);
						}
					}
				}
			}
		}),
		{ numRuns: 40, endOnFailure: true },
	);
	expect(changes).toBeGreaterThan(200);
}, 60_000);

test("nothing differs from itself", () => {
	const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
	fc.assert(
		fc.property(choices, (drawn) => {
			const objects = randomWorld(choosing(drawn));
			const same = between(objects, structuredClone(objects).toReversed());
			expect(same.subjects).toEqual([]);
			expect(same.gaps).toEqual([]);
		}),
		{ numRuns: 100 },
	);
});
