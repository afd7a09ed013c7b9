import type { Request } from "../../model/request.ts";
import type { PolicyRule } from "../../model/rule.ts";

/** Some request that the rule allows: where it says `*`, one for a word that no other rule will know. */
export function requestOfRule(rule: PolicyRule): Request | undefined {
	const [verb] = rule.verbs;
	const [path] = rule.nonResourceURLs;
	if (verb === undefined) return undefined;
	if (path !== undefined) {
		return { kind: "path", verb: concrete(verb), path: path.replace(/\*$/, unknown) };
	}
	const [apiGroup, entry, name = ""] = [
		rule.apiGroups[0],
		rule.resources[0],
		rule.resourceNames[0],
	];
	if (apiGroup === undefined || entry === undefined) return undefined;
	const slash = entry.indexOf("/");
	const [resource, subresource] =
		slash < 0 ? [entry, ""] : [entry.slice(0, slash), entry.slice(slash + 1)];
	return {
		...{ kind: "resource", verb: concrete(verb), apiGroup: concrete(apiGroup) },
		...{ resource: concrete(resource), subresource, namespace: unknown, name },
	};
}

const unknown = "rolecall-unknown";

function concrete(word: string): string {
	return word === "*" ? unknown : word;
}
