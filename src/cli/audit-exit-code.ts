import type { Audit, Finding } from "../model/audit.ts";
import { type AuditSeverity, compareSeverity } from "../model/audit-policy.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { decidingLists } from "./missing-lists.ts";

/** What `--fail-on` takes: a severity, or `none`. */
export type FailOn = AuditSeverity | "none";

/**
 * A no for a finding that nobody accepted and that is as bad or worse, and for an acceptance that expired or is wrong;
 * else an unknown where roles, bindings or documents were not read: a finding that says so is too mild to answer for
 * what it may hide.
 */
export function auditExitCode(audit: Audit, failOn: FailOn): ExitCode {
	if (failOn === "none") return exitCodes.yes;
	const { findings, remarks } = audit;
	const isFound = findings.some((finding) => countsFor(finding, failOn));
	const isWrong = remarks.some(({ severity }) => severity === "error");
	if (isFound || isWrong) return exitCodes.no;
	return hidesGrants(audit) ? exitCodes.unknown : exitCodes.yes;
}

/** A role that a binding names elsewhere is usual for a chart; whoever audits both sees what it gives. */
function hidesGrants({ gaps, findings }: Audit): boolean {
	const accepted = new Set(
		findings.flatMap(({ policy, suppressed, place }) =>
			suppressed !== undefined && tellUnread.has(policy) ? [place.file] : [],
		),
	);
	return gaps.some(
		(gap) =>
			(gap.kind === "unlisted" && decidingLists.has(gap.resource)) ||
			(gap.kind === "unread-document" && !accepted.has(gap.place.file)),
	);
}

/** Policies that say which documents were not read; whoever accepts their findings knows it. */
const tellUnread: ReadonlySet<string> = new Set(["refused-object", "unrendered-template"]);

/** Nobody accepted it, and it is as bad or worse. */
export function countsFor({ severity, suppressed }: Finding, failOn: FailOn): boolean {
	if (failOn === "none" || suppressed !== undefined) return false;
	return compareSeverity(severity, failOn) <= 0;
}
