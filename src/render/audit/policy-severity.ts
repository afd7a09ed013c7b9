import {
	type AuditPolicy,
	type AuditSeverity,
	auditSeverities,
	type SeverityByScope,
} from "../../model/audit-policy.ts";

const scopes = ["cluster", "sensitive", "namespace"] as const;

/** The worst that a policy says in some scope; undefined where it says nothing at all. */
export function gravestOf(policy: AuditPolicy): AuditSeverity | undefined {
	return auditSeverities.find((one) =>
		formsOf(policy).some((form) => scopes.some((scope) => form[scope] === one)),
	);
}

/** `critical`, or by scope where they differ: `critical, high (namespace)`. */
export function severityInWords(policy: AuditPolicy): string {
	const by = scopes.map((scope) => ({
		scope,
		severity: auditSeverities.find((one) => formsOf(policy).some((form) => form[scope] === one)),
	}));
	const told = by.filter(({ severity }) => severity !== undefined);
	const [first] = told;
	if (first === undefined) return "";
	if (by.every(({ severity }) => severity === first.severity)) return first.severity ?? "";
	return told.map(({ scope, severity }) => `${scope} ${severity}`).join(", ");
}

function formsOf({ severity, variants }: AuditPolicy): readonly SeverityByScope[] {
	return variants.length === 0 ? [severity] : variants.map((one) => one.severity);
}
