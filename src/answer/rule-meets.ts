import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import { meetsProduct } from "../sets/meets-product.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { anyWord } from "../sets/space.ts";

/**
 * Does a rule allow any request of a set, wherever it is bound? Of thousands of rules most have nothing to do with what
 * is asked, so that no sets are made of them.
 */
export function ruleMeets(sets: PermissionSets, asked: PermissionSet, rule: PolicyRule): boolean {
	const { resources, nonResourceURLs, resourceNames } = rule;
	const verb = starred(rule.verbs);
	if (asked.hasPaths && nonResourceURLs.length > 0) {
		if (asked.meets(sets.pathRequests(verb, nonResourceURLs))) return true;
	}
	const apiGroup = starred(rule.apiGroups);
	const name = resourceNames.length === 0 ? anyWord : { only: resourceNames };
	return resources.some((entry) => {
		const sides = sidesOfEntry(entry);
		return sides !== undefined && meetsProduct(asked, { apiGroup, verb, name, ...sides });
	});
}

function starred(words: readonly string[]): Side {
	return words.includes("*") ? anyWord : { only: words };
}

/** `pods`, `pods/log`, a star slash a subresource, and the star; an entry that ends in its slash matches nothing. */
function sidesOfEntry(
	entry: string,
): { readonly resource: Side; readonly subresource: Side } | undefined {
	if (entry === "*") return { resource: anyWord, subresource: anyWord };
	const slash = entry.indexOf("/");
	if (slash < 0) return { resource: { only: [entry] }, subresource: { only: [""] } };
	if (slash === entry.length - 1) return undefined;
	const resource = entry.slice(0, slash);
	return {
		resource: resource === "*" ? anyWord : { only: [resource] },
		subresource: { only: [entry.slice(slash + 1)] },
	};
}
