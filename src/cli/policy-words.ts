import { policyPage } from "../load/audit/load-policies.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { View } from "../render/view.ts";
import type { OutputOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** The table of policies, or the page of one; a row of the catalogue means the policy that answers it. */
export async function policyWords(
	policies: readonly AuditPolicy[],
	{ explain, output }: { readonly explain?: string; readonly output?: OutputOptions["output"] },
	view: View,
): Promise<string> {
	if (explain === undefined) {
		const { policyListText } = await import("../render/audit/policy-list.ts");
		return policyListText(policies, output ?? "table", view);
	}
	const policy = policies.find(
		({ id, references }) => id === explain || references.catalogue.includes(explain.toUpperCase()),
	);
	if (policy === undefined) {
		const ids = policies.map(({ id }) => id);
		throw new UsageError(`there is no policy \`${explain}\`${didYouMean(explain, ids)}`);
	}
	const page = policyPage(policy) ?? `# ${policy.title}\n`;
	if (output === "markdown") return page;
	const { policyPageText } = await import("../render/audit/policy-page.ts");
	return policyPageText(page, policy, view);
}
