import type { Audit } from "../model/audit.ts";
import { type AuditSeverity, auditSeverities } from "../model/audit-policy.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";

/** What `--fail-on` takes: a severity, or `none`. */
export type FailOn = AuditSeverity | "none";

/** A no for a finding that nobody accepted and that is as bad or worse, and for an acceptance that expired or is wrong. */
export function auditExitCode({ findings, remarks }: Audit, failOn: FailOn): ExitCode {
	if (failOn === "none") return exitCodes.yes;
	const worst = auditSeverities.slice(0, auditSeverities.indexOf(failOn) + 1);
	const isFound = findings.some(
		({ severity, suppressed }) => suppressed === undefined && worst.includes(severity),
	);
	const isWrong = remarks.some(({ severity }) => severity === "error");
	return isFound || isWrong ? exitCodes.no : exitCodes.yes;
}
