import { audit } from "../../src/audit/audit.ts";
import { auditWorldOf } from "../../src/audit/audit-world.ts";
import type { Finding } from "../../src/model/audit.ts";
import type {
	AuditPolicy,
	Condition,
	PolicyText,
	PolicyVariant,
} from "../../src/model/audit-policy.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { auditPolicy } from "./audit.ts";
import type { PlainCondition } from "./naive-audit.ts";

/** What policies find in a world in which no API server grants anything by itself. */
export function findingsIn(
	snapshot: Snapshot,
	policies: readonly AuditPolicy[],
): readonly Finding[] {
	const options = { includeSystem: true, sensitiveNamespaces: [], isComplete: false };
	const world = auditWorldOf(
		resolveGrants(snapshot),
		{ roles: [], bindings: [], resources: [] },
		options,
	);
	return audit(policies, world).findings;
}

/** A policy of one condition, as grave wherever it holds unless said. */
export function policyFor(
	id: string,
	condition: PlainCondition,
	more: Partial<PolicyVariant> = {},
): AuditPolicy {
	const severity = { cluster: "low", sensitive: "low", namespace: "low", named: "same" } as const;
	const when = conditionOf(condition);
	const variant: PolicyVariant = {
		...{ id, says: "can", when, severity, confidence: "certain" },
		...more,
	};
	return auditPolicy({ id, severity: variant.severity, variants: [variant] });
}

function conditionOf(plain: PlainCondition): Condition {
	if ("some" in plain) return someOf(plain.some, false);
	if ("anyName" in plain) return someOf(plain.anyName, true);
	if ("every" in plain) return { kind: "every", phrase: written(plain.every) };
	if ("sameName" in plain) return { kind: "sameName", phrases: plain.sameName.map(written) };
	if ("all" in plain) return { kind: "all", conditions: plain.all.map(conditionOf) };
	if ("any" in plain) return { kind: "any", conditions: plain.any.map(conditionOf) };
	return { kind: "not", condition: conditionOf(plain.not) };
}

function someOf(phrase: string, isAnyName: boolean): Condition {
	return { kind: "some", phrase: written(phrase), named: [], isAnyName };
}

function written(text: string): PolicyText {
	return { text, place: { file: "policy.yaml" } };
}
