import type { Audit } from "../model/audit.ts";
import { type AuditSeverity, auditSeverities } from "../model/audit-policy.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { decidingLists } from "./missing-lists.ts";

/** What `--fail-on` takes: a severity, or `none`. */
export type FailOn = AuditSeverity | "none";

/**
 * A no for a finding that nobody accepted and that is as bad or worse, and for an acceptance that expired or is wrong;
 * else an unknown where roles, bindings or documents were not read and no finding says so.
 */
export function auditExitCode(audit: Audit, failOn: FailOn): ExitCode {
	if (failOn === "none") return exitCodes.yes;
	const { findings, remarks } = audit;
	const worst = auditSeverities.slice(0, auditSeverities.indexOf(failOn) + 1);
	const isFound = findings.some(
		({ severity, suppressed }) => suppressed === undefined && worst.includes(severity),
	);
	const isWrong = remarks.some(({ severity }) => severity === "error");
	if (isFound || isWrong) return exitCodes.no;
	return hidesGrants(audit) ? exitCodes.unknown : exitCodes.yes;
}

/** A role that a binding names elsewhere is usual for a chart; whoever audits both sees what it gives. */
function hidesGrants({ gaps, policies }: Audit): boolean {
	const isAsked = policies.some(({ id }) => id === "unreadable-document");
	return gaps.some(
		(gap) =>
			(gap.kind === "unlisted" && decidingLists.has(gap.resource)) ||
			(gap.kind === "unread-document" && !isAsked),
	);
}
