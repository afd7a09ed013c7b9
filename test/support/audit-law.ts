import { identityOfSubject, type KnownSubject, subjectsOf } from "../../src/answer/subjects.ts";
import type { Finding } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import { objectName } from "../../src/model/object-name.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { formatSubject } from "../../src/model/subject.ts";
import { type Grants, resolveGrants } from "../../src/resolve/grants.ts";
import { policyFor } from "./audit-world.ts";
import { type Held, NaiveAudit, type PlainCondition } from "./naive-audit.ts";

const namespaces = ["n1", "n2"];

/** The policies `p0`, `p1` …, after one that never holds and asks for more phrases than one word has bits. */
export function policiesOf(conditions: readonly PlainCondition[]): readonly AuditPolicy[] {
	const any = Array.from({ length: 30 }, (_, i) => ({ some: `list pods(a${i})` }));
	const never = policyFor("never", { all: [{ any }, { not: { any } }] });
	return [never, ...conditions.map((condition, i) => policyFor(`p${i}`, condition))];
}

/** What is to be found of conditions, each the policy `p0`, `p1` …: policy, subject and where, sorted. */
export function expectedFindings(
	snapshot: Snapshot,
	conditions: readonly PlainCondition[],
): readonly string[] {
	const judges = { naive: new NaiveAudit(snapshot), grants: resolveGrants(snapshot) };
	const subjects = subjectsOf(judges.grants, { builtIn: true });
	return conditions
		.flatMap((condition, i) =>
			subjects.flatMap((one) =>
				expectedScopes(condition, one, judges).map(
					(where) => `p${i} ${formatSubject(one.subject)} ${where}`,
				),
			),
		)
		.sort();
}

/** What was found of subjects, written the same way. */
export function toldFindings(findings: readonly Finding[]): readonly string[] {
	return findings
		.flatMap(({ policy, concerned, scope, severity }) => {
			if (concerned.kind !== "subject") return [];
			const where = scope.kind === "namespace" ? scope.namespace : "";
			const names = severity === "info" ? " by names" : "";
			return [`${policy} ${formatSubject(concerned.subject)} ${where}${names}`];
		})
		.sort();
}

/** Findings whose example is denied, and those that show a rule which the subject is not bound to. */
export function wrongExamples(snapshot: Snapshot, findings: readonly Finding[]): readonly string[] {
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
	{ naive, grants }: { readonly naive: NaiveAudit; readonly grants: Grants },
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
	const isNowhere = naive.holds(condition, all, "", namespaces) !== undefined;
	if (isMineEverywhere && isNowhere && isNews(cluster, naive.holds(condition, others, ""))) {
		told.push(written("", cluster));
	}
	for (const namespace of namespaces) {
		if (!has(own, namespace) && !(isMineEverywhere && has(others, namespace))) continue;
		const here = naive.holds(condition, all, namespace);
		const theirs = naive.holds(condition, others, namespace);
		if (isNews(here, cluster) && isNews(here, theirs)) told.push(written(namespace, here));
	}
	return told;
}

function written(where: string, held: Held): string {
	return held?.named === true ? `${where} by names` : where;
}

/** It holds, and is not known; what is known for some names is news for any. */
function isNews(held: Held, known: Held): boolean {
	if (held === undefined) return false;
	return known === undefined || (known.named === true && held.named !== true);
}
