import type { SeverityChange } from "../model/audit.ts";
import {
	type AuditSeverity,
	compareSeverity,
	lowered,
	type PolicyVariant,
} from "../model/audit-policy.ts";
import type { FiredVariant, ScopeKind } from "./fired.ts";

/** How bad a variant is here, and why that is not what the policy has. */
export interface Weight {
	readonly severity: AuditSeverity;
	readonly changes: readonly SeverityChange[];
}

/** Whoever counts for it, or how it is held. */
interface Circumstances {
	/** Everybody, or everybody with a pod. */
	readonly audience: string | undefined;
	readonly isLatent: boolean;
	/** Why the namespace is sensitive. */
	readonly sensitive: string | undefined;
}

/** Undefined where the variant says that there is no finding in such a scope. */
export function weightOf(
	{ variant, proof }: FiredVariant,
	scope: ScopeKind,
	{ audience, isLatent, sensitive }: Circumstances,
): Weight | undefined {
	const start = variant.severity[scope];
	if (start === undefined) return undefined;
	const changes: SeverityChange[] = [];
	let severity = sensitive === undefined ? start : (variant.severity.namespace ?? start);
	const change = (to: AuditSeverity, reason: string): void => {
		if (to === severity) return;
		changes.push({ reason, from: severity, to });
		severity = to;
	};
	if (sensitive !== undefined) change(start, sensitive);
	if (proof.isNamed)
		change(namedSeverity(variant, severity), "only for objects named in resourceNames");
	if (audience !== undefined && compareSeverity(severity, "medium") <= 0)
		change("critical", audience);
	if (isLatent) change(lowered(severity), "nobody is bound to it yet");
	return { severity, changes };
}

function namedSeverity(
	{ severity: { named } }: PolicyVariant,
	severity: AuditSeverity,
): AuditSeverity {
	if (named === "same") return severity;
	if (named === undefined) return lowered(severity);
	return compareSeverity(named, severity) > 0 ? named : severity;
}
