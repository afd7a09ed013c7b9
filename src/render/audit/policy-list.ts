import type { AuditPolicy } from "../../model/audit-policy.ts";
import type { Format } from "../formats.ts";
import type { View } from "../view.ts";

export function policyListText(policies: readonly AuditPolicy[], _f: Format, _v: View): string {
	return policies.map(({ id, title }) => `${id}  ${title}\n`).join("");
}

export function policyPageText(markdown: string, _policy: AuditPolicy, _view: View): string {
	return markdown;
}
