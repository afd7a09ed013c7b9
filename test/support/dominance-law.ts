import type { Chain } from "../../src/model/answer.ts";
import type { Finding } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { policiesOf, toldFindings } from "./audit-law.ts";
import { NaiveAudit, type PlainCondition } from "./naive-audit.ts";
import { bind, role, rule, snapshotOf } from "./world.ts";

/** What dominates in these laws. */
export const whole: PlainCondition = { every: "get,list pods" };

/** Policies of which the last one dominates. */
export function dominatedPolicies(conditions: readonly PlainCondition[]): readonly AuditPolicy[] {
	return policiesOf(conditions).map((policy, i) => ({
		...policy,
		dominates: i === conditions.length,
	}));
}

/** What is told or taken though it should not be, and what is neither; `expected` is what is found while nothing dominates. */
export function wronglyTaken(
	findings: readonly Finding[],
	expected: readonly string[],
	conditions: readonly PlainCondition[],
): readonly string[] {
	const wrong: string[] = [];
	const covered = new Set(toldFindings(findings).map(withoutNames));
	for (const finding of findings) {
		for (const id of finding.implies) {
			for (const taken of toldFindings([{ ...finding, policy: id }])) {
				covered.add(withoutNames(taken));
			}
			if (!followsFrom(finding, conditionOf(id, conditions))) wrong.push(`${id} is taken`);
		}
	}
	const found = new Set(expected.map(withoutNames));
	for (const one of covered) if (!found.has(one)) wrong.push(`${one} is told`);
	for (const one of found) {
		const [id = "", subject = "", where = ""] = one.split(" ");
		if (covered.has(one)) continue;
		const stands = `p${conditions.length - 1} ${subject} `;
		const isKnown = where !== "" && found.has(stands) && isImplied(conditionOf(id, conditions));
		if (!isKnown) wrong.push(`${one} is lost`);
	}
	return wrong;
}

/** What is taken is not told by itself: whether names limit it is not seen. */
function withoutNames(told: string): string {
	return told.replace(/ by names$/, "");
}

function conditionOf(id: string, conditions: readonly PlainCondition[]): PlainCondition {
	const condition = conditions[Number(id.slice(1))];
	if (condition === undefined) throw new RangeError(id);
	return condition;
}

const anybody = { name: "anybody", groups: [] };
const ofWhole = new NaiveAudit(
	snapshotOf([
		role("all", rule("get,list", "pods")),
		bind("all", "ClusterRole/all", "user:anybody"),
	]),
);

/** Does it hold for whoever has just the whole? */
function isImplied(condition: PlainCondition, namespace = ""): boolean {
	return ofWhole.holds(condition, anybody, namespace) !== undefined;
}

/** Or for whoever has just the rules that a finding shows? */
function followsFrom({ chains, scope }: Finding, condition: PlainCondition): boolean {
	const namespace = scope.kind === "namespace" ? scope.namespace : "";
	const shown = new NaiveAudit(rulesOf(chains));
	return (
		isImplied(condition, namespace) || shown.holds(condition, anybody, namespace) !== undefined
	);
}

function rulesOf(chains: readonly Chain[]): Snapshot {
	return snapshotOf(
		chains.flatMap((chain, i) => {
			const { namespace } = chain.binding;
			const where = namespace === "" ? `b${i}` : `${namespace}/b${i}`;
			return [role(`r${i}`, chain.rule), bind(where, `ClusterRole/r${i}`, "user:anybody")];
		}),
	);
}
