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

/** The parts of rolecall that audit, from `src` or from a copy with a fault planted. */
export interface AuditEngine {
	readonly audit: typeof audit;
	readonly auditWorldOf: typeof auditWorldOf;
	readonly resolveGrants: typeof resolveGrants;
}

/** What policies find in a world in which no API server grants anything by itself. */
export function findingsIn(
	snapshot: Snapshot,
	policies: readonly AuditPolicy[],
	engine: AuditEngine = { audit, auditWorldOf, resolveGrants },
): readonly Finding[] {
	const options = { includeSystem: true, sensitiveNamespaces: [], isComplete: false };
	const world = engine.auditWorldOf(
		engine.resolveGrants(snapshot),
		{ roles: [], bindings: [], resources: [] },
		options,
	);
	return engine.audit(policies, world).findings;
}

/** A policy of one condition, as grave wherever it holds unless said; less where it holds by names alone. */
export function policyFor(
	id: string,
	condition: PlainCondition,
	more: Partial<PolicyVariant> = {},
): AuditPolicy {
	const severity = { cluster: "low", sensitive: "low", namespace: "low", named: "info" } as const;
	const when = conditionOf(condition);
	const variant: PolicyVariant = {
		...{ id, says: "can", when, severity, confidence: "certain" },
		...more,
	};
	return auditPolicy({ id, severity: variant.severity, variants: [variant] });
}

function conditionOf(plain: PlainCondition): Condition {
	if ("some" in plain) return someOf(plain.some, false, plain.named);
	if ("anyName" in plain) return someOf(plain.anyName, true);
	if ("every" in plain) return { kind: "every", phrase: written(plain.every) };
	if ("sameName" in plain) return { kind: "sameName", phrases: plain.sameName.map(written) };
	if ("all" in plain) return { kind: "all", conditions: plain.all.map(conditionOf) };
	if ("any" in plain) return { kind: "any", conditions: plain.any.map(conditionOf) };
	if ("not" in plain) return { kind: "not", condition: conditionOf(plain.not) };
	if ("nowhere" in plain) return { kind: "nowhere", condition: conditionOf(plain.nowhere) };
	const conditions = [conditionOf(plain.inside)];
	return { kind: "all", conditions, namespaces: plain.namespaces };
}

function someOf(phrase: string, isAnyName: boolean, named: readonly string[] = []): Condition {
	return { kind: "some", phrase: written(phrase), named, isAnyName };
}

function written(text: string): PolicyText {
	return { text, place: { file: "policy.yaml" } };
}
