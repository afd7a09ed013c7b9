import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import type { Finding } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import { objectName } from "../../src/model/object-name.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { expectedFindings, policiesOf, toldFindings, wrongExamples } from "../support/audit-law.ts";
import { findingsIn, policyFor } from "../support/audit-world.ts";
import { dominatedPolicies, whole, wronglyTaken } from "../support/dominance-law.ts";
import fc from "../support/fast-check.ts";
import type { PlainCondition } from "../support/naive-audit.ts";
import type * as K from "../support/plain.ts";
import { choosing, type Random } from "../support/random.ts";
import { randomAudited } from "../support/random-audited.ts";
import { randomCondition, randomConditions } from "../support/random-condition.ts";
import { runAudit, shippedPolicies } from "../support/run-audit.ts";
import { snapshotOf } from "../support/world.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
const runs = Math.ceil(Number(process.env["ROLECALL_LAW_QUESTIONS"] ?? 60_000) / 1000);

interface Bench {
	readonly objects: K.Objects;
	readonly random: Random;
}

function holds(law: (bench: Bench) => void): void {
	fc.assert(
		fc.property(choices, (drawn) => {
			const random = choosing(drawn);
			law({ objects: randomAudited(random), random });
		}),
		// A run takes long: none is spent on making a failure smaller.
		{ numRuns: runs, endOnFailure: true },
	);
}

test("a policy finds just what the naive judge finds, in every scope", () => {
	let found = 0;
	holds(({ objects, random }) => {
		const conditions = randomConditions(random);
		const snapshot = snapshotOf(objects);
		const told = toldFindings(findingsIn(snapshot, policiesOf(conditions)));
		found += told.length;
		expect(told, JSON.stringify(conditions)).toEqual(expectedFindings(snapshot, conditions));
	});
	expect(found).toBeGreaterThan(runs);
}, 600_000);

test("a policy that dominates takes what follows from it, and nothing else", () => {
	let taken = 0;
	holds(({ objects, random }) => {
		const conditions = [...randomConditions(random), whole];
		const snapshot = snapshotOf(objects);
		const findings = findingsIn(snapshot, dominatedPolicies(conditions));
		taken += findings.flatMap(({ implies }) => implies).length;
		const expected = expectedFindings(snapshot, conditions);
		expect(wronglyTaken(findings, expected, conditions), JSON.stringify(conditions)).toEqual([]);
	});
	expect(taken).toBeGreaterThan(runs / 10);
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
		const added = randomAudited(random).filter((object) => "roleRef" in object);
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
	const rules = (object.rules ?? []).flatMap((rule) => {
		const { verbs = [] } = rule;
		return verbs.length === 0 ? [rule] : verbs.map((verb) => ({ ...rule, verbs: [verb] }));
	});
	return [{ ...object, rules }];
}
