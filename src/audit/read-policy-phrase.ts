import type { AuditRemark } from "../model/audit.ts";
import type { PolicyText } from "../model/audit-policy.ts";
import { parsePhrase } from "../phrase/parse-phrase.ts";
import type { Phrase } from "../phrase/phrase.ts";

/** A phrase of a condition, or what is wrong with its words, whatever the cluster serves. */
export function readPolicyPhrase({
	text,
	place,
}: PolicyText): { readonly phrase: Phrase } | { readonly problem: AuditRemark } {
	const problem = (message: string): { readonly problem: AuditRemark } => ({
		problem: { severity: "error", message: `\`${text}\`: ${message}`, place },
	});
	const parsed = parsePhrase(text);
	if ("error" in parsed) return problem(parsed.error.message);
	return parsed.phrase.scope === undefined
		? { phrase: parsed.phrase }
		: problem("a phrase of a condition has no scope");
}
