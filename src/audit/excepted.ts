import type { AuditPolicy } from "../model/audit-policy.ts";
import { globMatches } from "../model/glob-matches.ts";
import { formatSubject, type Subject } from "../model/subject.ts";

/** A subject that has what a policy is about for a good reason, as the policy says. */
export function isExcepted({ except }: AuditPolicy, subject: Subject): boolean {
	const name = formatSubject(subject);
	return except.some((one) => globMatches(one.subject, name));
}
