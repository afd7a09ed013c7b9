import {
	type AuditPolicy,
	type AuditSeverity,
	auditSeverities,
	type SeverityByScope,
} from "../../model/audit-policy.ts";

/** Where a finding can be, the widest first. */
export const severityScopes = ["cluster", "sensitive", "namespace"] as const;

/** The worst that a policy says in some scope; undefined where it says nothing at all. */
export function gravestOf(policy: AuditPolicy): AuditSeverity | undefined {
	const all = severityScopes.map((scope) => severityIn(policy, scope));
	return auditSeverities.find((one) => all.includes(one));
}

/** The worst that it says there; undefined where it says nothing there. */
export function severityIn(
	policy: AuditPolicy,
	scope: (typeof severityScopes)[number],
): AuditSeverity | undefined {
	return auditSeverities.find((one) => formsOf(policy).some((form) => form[scope] === one));
}

/** `critical cluster-wide, high in a namespace`; the severity alone where it is the same everywhere. */
export function severityInWords(policy: AuditPolicy): string {
	const all = severityScopes.map((scope) => ({ scope, severity: severityIn(policy, scope) }));
	const [first, second, third] = all.map(({ severity }) => severity);
	if (first === second && second === third) return first ?? "";
	const told = all.filter(({ severity }) => severity !== undefined);
	return told.map(({ scope, severity }) => `${severity} ${places[scope]}`).join(", ");
}

const places = {
	cluster: "cluster-wide",
	sensitive: "in a sensitive namespace",
	namespace: "in any other namespace",
} as const;

function formsOf({ severity, variants }: AuditPolicy): readonly SeverityByScope[] {
	return variants.length === 0 ? [severity] : variants.map((one) => one.severity);
}
