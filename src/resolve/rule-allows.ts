import type { Request, ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";

// The matches of the RBAC authorizer, one function each, under Kubernetes' own names, so that the two can be laid
// side by side: https://github.com/kubernetes/kubernetes/blob/v1.37.1/pkg/apis/rbac/v1/evaluation_helpers.go
// Every comparison is exact and case-sensitive; an empty list matches nothing, except resourceNames.

/** Does one rule allow a request? All parts have to match in the same rule. */
export function ruleAllows(rule: PolicyRule, request: Request): boolean {
	if (request.kind === "path") {
		return verbMatches(rule, request.verb) && nonResourceUrlMatches(rule, request.path);
	}
	return (
		verbMatches(rule, request.verb) &&
		apiGroupMatches(rule, request.apiGroup) &&
		resourceMatches(rule, request) &&
		resourceNameMatches(rule, request.name)
	);
}

export function verbMatches(rule: PolicyRule, verb: string): boolean {
	return rule.verbs.some((has) => has === "*" || has === verb);
}

export function apiGroupMatches(rule: PolicyRule, apiGroup: string): boolean {
	return rule.apiGroups.some((has) => has === "*" || has === apiGroup);
}

// `*` covers every resource with all its subresources, `*/scale` the scale of every resource; `pods/*` is literal.
export function resourceMatches(
	rule: PolicyRule,
	request: Pick<ResourceRequest, "resource" | "subresource">,
): boolean {
	const { resource, subresource } = request;
	const combined = subresource === "" ? resource : `${resource}/${subresource}`;
	return rule.resources.some(
		(has) => has === "*" || has === combined || (subresource !== "" && has === `*/${subresource}`),
	);
}

/** No names: any name and no name. Otherwise exactly one of them; `*` is literal. */
export function resourceNameMatches(rule: PolicyRule, name: string): boolean {
	return rule.resourceNames.length === 0 || rule.resourceNames.includes(name);
}

export function nonResourceUrlMatches(rule: PolicyRule, path: string): boolean {
	return rule.nonResourceURLs.some((url) => urlCovers(url, path));
}

/** `*`, the path itself, or a prefix that ends in `*`, of which all trailing stars are cut. */
export function urlCovers(url: string, path: string): boolean {
	return url === "*" || url === path || (url.endsWith("*") && path.startsWith(trimStars(url)));
}

function trimStars(url: string): string {
	let end = url.length;
	while (end > 0 && url[end - 1] === "*") end -= 1;
	return url.slice(0, end);
}
