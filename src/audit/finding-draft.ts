import type { FindingScope, SeverityChange } from "../model/audit.ts";
import {
	type AuditConfidence,
	type AuditSeverity,
	compareSeverity,
} from "../model/audit-policy.ts";
import type { Role } from "../model/role.ts";
import type { Subject } from "../model/subject.ts";
import { weightOf } from "./finding-severity.ts";
import type { Fired, ScopeKind } from "./fired.ts";
import { type GrantingRule, grantingRules } from "./granting-rules.ts";
import type { Held } from "./held.ts";
import type { RiskWorld } from "./risk-world.ts";

/** A finding about permissions before it is put into words. */
export interface Draft {
	readonly who: Subject | Role;
	/** With the variants that have a severity here: the gravest first, of those what is not limited to names. */
	readonly fired: Fired;
	readonly severity: AuditSeverity;
	readonly confidence: AuditConfidence;
	readonly changes: readonly SeverityChange[];
	readonly grants: readonly GrantingRule[];
	/** All that counts for the subject in the scope. */
	readonly held: readonly Held[];
	/** "" for everywhere. */
	readonly namespace: string;
	readonly sensitive: string | undefined;
	readonly isLatent: boolean;
	/** Ids of policies whose findings were taken into this one. */
	readonly implies: readonly string[];
	/** Ids of policies that hold wherever this one does, of one that dominates. */
	readonly implied: ReadonlySet<string>;
}

interface Where {
	readonly scope: ScopeKind;
	readonly namespace: string;
	readonly circumstances: Parameters<typeof weightOf>[2];
}

/** Undefined where the policy has no severity in such a scope, or a rule it needs is not there. */
export function draftOf(
	who: Subject | Role,
	fired: Fired,
	held: readonly Held[],
	{ scope, namespace, circumstances }: Where,
	world: RiskWorld,
): Draft | undefined {
	const weighed = fired.variants
		.flatMap((variant) => {
			const weight = weightOf(variant, scope, circumstances);
			return weight === undefined ? [] : [{ variant, weight }];
		})
		.toSorted(
			(one, other) =>
				compareSeverity(one.weight.severity, other.weight.severity) ||
				Number(one.variant.proof.isNamed) - Number(other.variant.proof.isNamed),
		);
	const [first] = weighed;
	if (first === undefined) return undefined;
	const { variant, proof } = first.variant;
	// What has no severity here implies nothing here.
	const told = { policy: fired.policy, variants: weighed.map((one) => one.variant) };
	return {
		who,
		fired: told,
		severity: first.weight.severity,
		confidence: variant.confidence,
		changes: first.weight.changes,
		grants: grantingRules(proof.parts, held, world),
		held,
		namespace,
		sensitive: circumstances.sensitive,
		isLatent: circumstances.isLatent,
		implies: [],
		implied: world.fired.impliedBy(told, scope !== "cluster"),
	};
}

export function scopeOf({ namespace, sensitive }: Draft): FindingScope {
	return namespace === "" ? { kind: "cluster" } : { kind: "namespace", namespace, sensitive };
}
