import fc from "fast-check";
import { expect, test } from "vitest";
import { type KnownSubject, subjectsOf } from "../../src/answer/subjects.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { findingsIn, policyFor } from "../support/audit-world.ts";
import { type Held, NaiveAudit, type PlainCondition } from "../support/naive-audit.ts";
import type * as K from "../support/plain.ts";
import { choosing, type Random } from "../support/random.ts";
import { randomCondition } from "../support/random-condition.ts";
import { randomWorld } from "../support/random-world.ts";
import { snapshotOf } from "../support/world.ts";

const choices = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 200, maxLength: 500 }));
const runs = Math.ceil(Number(process.env["ROLECALL_LAW_QUESTIONS"] ?? 200_000) / 1000);
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
		{ numRuns: runs, ...(process.env["TRUTH_FAST"] && { endOnFailure: true }) },
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
