import { builtInPolicies, policiesIn } from "../load/audit/load-policies.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import { throwProblems } from "./throw-problems.ts";

/**
 * The policies that ship with rolecall, and those of folders of your own. Throws a LoadError that says all that is wrong
 * with them: an audit without one of its policies would find too little.
 */
export function loadPolicies(...folders: readonly string[]): readonly AuditPolicy[] {
	const shipped = builtInPolicies();
	const own = policiesIn(...folders);
	throwProblems([...shipped.problems, ...own.problems]);
	return [...shipped.policies, ...own.policies];
}
