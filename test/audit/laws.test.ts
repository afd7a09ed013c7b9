import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identityOfSubject, type KnownSubject, subjectsOf } from "../../src/answer/subjects.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import type { Finding } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import { objectName } from "../../src/model/object-name.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { findingsIn, policyFor } from "../support/audit-world.ts";
import fc from "../support/fast-check.ts";
import { type Held, NaiveAudit, type PlainCondition } from "../support/naive-audit.ts";
import type * as K from "../support/plain.ts";
import { choosing, type Random } from "../support/random.ts";
import { randomCondition } from "../support/random-condition.ts";
import { randomWorld } from "../support/random-world.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";
import { snapshotOf } from "../support/world.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
const runs = Math.ceil(Number(process.env["ROLECALL_LAW_QUESTIONS"] ?? 60_000) / 1000);
const namespaces = ["n1", "n2"];

interface Bench {
	readonly objects: K.Objects;
	readonly random: Random;
}

function holds(law: (bench: Bench) => void): void {
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			law({ objects: randomWorld(random), random });
		}),
		// A run takes long: none is spent on making a failure smaller.
		{ numRuns: runs, endOnFailure: true },
	);
}

test("a policy finds just what the naive judge finds, in every scope", () => {
	let found = 0;
	holds(({ objects, random }) => {
		const conditions = Array.from({ length: 5 }, () => randomCondition(random));
		const snapshot = snapshotOf(objects);
		const naive = new NaiveAudit(snapshot);
		const grants = resolveGrants(snapshot);
		const subjects = subjectsOf(grants, { builtIn: true });
		const findings = findingsIn(
			snapshot,
			conditions.map((condition, i) => policyFor(`p${i}`, condition)),
		);
		const told = findings.flatMap(({ policy, concerned, scope }) =>
			concerned.kind !== "subject"
				? []
				: [
						`${policy} ${formatSubject(concerned.subject)} ${scope.kind === "namespace" ? scope.namespace : ""}`,
					],
		);
		found += told.length;
		const expected = conditions.flatMap((condition, i) =>
			subjects.flatMap((one) =>
				expectedScopes(condition, one, { naive, grants }).map(
					(where) => `p${i} ${formatSubject(one.subject)} ${where}`,
				),
			),
		);
		expect(told.toSorted(), JSON.stringify(conditions)).toEqual(expected.toSorted());
	});
	expect(found).toBeGreaterThan(runs);
}, 600_000);

test("the request that a finding shows is allowed, and its chains bind the subject to rules that are there", () => {
	holds(({ objects, random }) => {
		const policies = randomPolicies(random);
		const snapshot = snapshotOf(objects);
		expect(wrongExamples(snapshot, findingsIn(snapshot, policies))).toEqual([]);
	});
}, 600_000);

test("the order of objects, rules and subjects changes no finding", () => {
	holds(({ objects, random }) => {
		const policies = randomPolicies(random);
		const turned = objects.toReversed().map((object) => {
			if ("roleRef" in object) return { ...object, subjects: object.subjects?.toReversed() ?? [] };
			return { ...object, rules: object.rules?.toReversed() ?? [] };
		});
		const told = (some: K.Objects): readonly string[] =>
			findingsIn(snapshotOf(some), policies).map(fieldsOf).sort();
		expect(told(turned)).toEqual(told(objects));
	});
}, 600_000);

test("a rule for each verb, or a binding for each subject, changes no finding", () => {
	holds(({ objects, random }) => {
		const policies = randomPolicies(random);
		const told = (some: K.Objects): readonly string[] =>
			findingsIn(snapshotOf(some), policies).map(fieldsOf).sort();
		expect(told(objects.flatMap(split))).toEqual(told(objects));
	});
}, 600_000);

test("another binding takes no finding away but for one that stands above it", () => {
	holds(({ objects, random }) => {
		// What is forbidden may take away: `not` is no such law's.
		const policies = positive.map((condition, i) => policyFor(`p${i}`, condition));
		const told = (some: K.Objects): readonly Finding[] => findingsIn(snapshotOf(some), policies);
		const added = randomWorld(random).filter((object) => "roleRef" in object);
		const renamed = added.map((one, i) => ({
			...one,
			metadata: { ...one.metadata, name: `more${i}` },
		}));
		const more = told([...objects, ...renamed]);
		const ofGroups = more.flatMap(({ concerned, policy }) =>
			concerned.kind === "subject" && concerned.subject.kind === "Group" ? [policy] : [],
		);
		const lost = told(objects).filter(
			(one) =>
				one.concerned.kind === "subject" &&
				!ofGroups.includes(one.policy) &&
				!more.some(
					(other) =>
						other.policy === one.policy &&
						whom(other) === whom(one) &&
						(other.scope.kind === "cluster" || whereOf(other) === whereOf(one)),
				),
		);
		expect(lost.map(fieldsOf)).toEqual([]);
	});
}, 600_000);

test.each(readdirSync("examples"))(
	"all that the policies show of examples/%s is allowed",
	(name) => {
		const snapshot = loadSnapshot({ filenames: [join("examples", name)] });
		const { findings } = runAudit(shippedPolicies(), { filenames: [join("examples", name)] });
		expect(wrongExamples(snapshot, findings)).toEqual([]);
	},
);

const positive: readonly PlainCondition[] = [
	{ some: "get pods" },
	{ anyName: "any pods" },
	{ every: "get pods,nodes" },
	{ sameName: ["get pods", "list pods"] },
	{ all: [{ some: "get nodes" }, { some: "get pods/log" }] },
];

function randomPolicies(random: Random): readonly AuditPolicy[] {
	return Array.from({ length: 5 }, (_, i) => policyFor(`p${i}`, randomCondition(random)));
}

/** All that does not tell where something is written. */
function fieldsOf(finding: Finding): string {
	const { policy, variants, severity, confidence, permissions, isLatent, fingerprint } = finding;
	const told = { policy, variants, severity, confidence, permissions, isLatent, fingerprint };
	return JSON.stringify({ whom: whom(finding), where: whereOf(finding), ...told });
}

function whom({ concerned }: Finding): string {
	return concerned.kind === "subject"
		? formatSubject(concerned.subject)
		: objectName(concerned.object);
}

function whereOf({ scope }: Finding): string {
	return scope.kind === "namespace" ? scope.namespace : scope.kind;
}

/** Each rule once for each of its verbs, each binding once for each of its subjects. */
function split(object: K.Role | K.Binding): K.Objects {
	if ("roleRef" in object) {
		return (object.subjects ?? []).map((subject, i) => ({
			...object,
			metadata: { ...object.metadata, name: `${object.metadata.name}-${i}` },
			subjects: [subject],
		}));
	}
	const rules = (object.rules ?? []).flatMap((rule) =>
		(rule.verbs ?? []).map((verb) => ({ ...rule, verbs: [verb] })),
	);
	return [{ ...object, rules }];
}

function wrongExamples(snapshot: Snapshot, findings: readonly Finding[]): readonly string[] {
	const grants = resolveGrants(snapshot);
	return findings.flatMap((finding): readonly string[] => {
		const { concerned, example, chains, message, permissions } = finding;
		if (concerned.kind !== "subject" || permissions.length === 0) return [];
		if (example === undefined) return [`${message}: no example`];
		const identity = identityOfSubject(grants, concerned.subject);
		const isAllowed = grants.allows(identity, example);
		const isBound = chains.every(({ binding, role, rule }) =>
			grants
				.namedBy(identity)
				.some((named) =>
					named
						.all()
						.some(
							(match) =>
								objectName(match.binding) === objectName(binding) &&
								match.role !== undefined &&
								objectName(match.role.role) === objectName(role) &&
								match.role.rules.some((one) => JSON.stringify(one.rule) === JSON.stringify(rule)),
						),
				),
		);
		return [
			...(isAllowed ? [] : [`${message}: ${JSON.stringify(example)} is denied`]),
			...(isBound ? [] : [`${message}: by a rule that the subject is not bound to`]),
		];
	});
}

/** Where something is to be told: what the subject holds that its groups do not, and a namespace only beside the cluster. */
function expectedScopes(
	condition: PlainCondition,
	{ subject, identity }: KnownSubject,
	{
		naive,
		grants,
	}: { readonly naive: NaiveAudit; readonly grants: ReturnType<typeof resolveGrants> },
): readonly string[] {
	const isOwn = (group: string): boolean => subject.kind === "Group" && group === subject.name;
	const own = {
		name: subject.kind === "Group" ? "" : identity.name,
		groups: identity.groups.filter(isOwn),
	};
	const others = { name: "", groups: identity.groups.filter((group) => !isOwn(group)) };
	const all = { name: own.name, groups: identity.groups };
	const has = (who: typeof own, namespace: string): boolean =>
		grants.namedBy(who).some((one) => one.matchesOf(namespace).some(({ role }) => role));
	const cluster = naive.holds(condition, all, "");
	const isMineEverywhere = has(own, "");
	const told: string[] = [];
	if (isMineEverywhere && isNews(cluster, naive.holds(condition, others, ""))) told.push("");
	for (const namespace of namespaces) {
		if (!has(own, namespace) && !(isMineEverywhere && has(others, namespace))) continue;
		const here = naive.holds(condition, all, namespace);
		const theirs = naive.holds(condition, others, namespace);
		if (isNews(here, cluster) && isNews(here, theirs)) told.push(namespace);
	}
	return told;
}

/** It holds, and is not known; what is known for some names is news for any. */
function isNews(held: Held, known: Held): boolean {
	if (held === undefined) return false;
	return known === undefined || (known.named === true && held.named !== true);
}
