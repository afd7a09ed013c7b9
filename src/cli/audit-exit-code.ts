import type { Audit, Finding } from "../model/audit.ts";
import { type AuditSeverity, auditSeverities } from "../model/audit-policy.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";

/** What `--fail-on` takes: a severity, or `none`. */
export type FailOn = AuditSeverity | "none";

/** A no for a finding that nobody accepted and that is as bad or worse, and for an acceptance that expired or is wrong. */
export function auditExitCode({ findings, remarks }: Audit, failOn: FailOn): ExitCode {
	if (failOn === "none") return exitCodes.yes;
	const isFound = findings.some((finding) => countsFor(finding, failOn));
	const isWrong = remarks.some(({ severity }) => severity === "error");
	return isFound || isWrong ? exitCodes.no : exitCodes.yes;
}

/** Nobody accepted it, and it is as bad or worse. */
export function countsFor({ severity, suppressed }: Finding, failOn: FailOn): boolean {
	if (failOn === "none" || suppressed !== undefined) return false;
	return auditSeverities.indexOf(severity) <= auditSeverities.indexOf(failOn);
}
