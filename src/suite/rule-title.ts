import type { PolicyRule } from "../model/rule.ts";

/** A rule of a suite in the words of a phrase: `get,list deployments.apps(web) in payments`. */
export function ruleTitle(rule: PolicyRule & { readonly namespaces?: readonly string[] }): string {
	const { verbs, apiGroups, resources, resourceNames, nonResourceURLs, namespaces } = rule;
	const names = resourceNames.length === 0 ? "" : `(${resourceNames.join(",")})`;
	const things = apiGroups.flatMap((group) =>
		resources.map((resource) => `${resourceWords(group, resource)}${names}`),
	);
	const scope = namespaces === undefined ? "" : ` ${scopeWords(namespaces)}`;
	const what = [...things, ...nonResourceURLs].join(",");
	return `${verbs.map((verb) => (verb === "*" ? "any" : verb)).join(",")} ${what}${scope}`;
}

function resourceWords(group: string, entry: string): string {
	const [resource = "", ...rest] = entry.split("/");
	const subresource = rest.length === 0 ? "" : `/${rest.join("/")}`;
	if (resource === "*") {
		const within = group === "*" ? "" : `.${group === "" ? "core" : group}`;
		return `any${within}${subresource}`;
	}
	return `${resource}${group === "" ? "" : `.${group === "*" ? "any" : group}`}${subresource}`;
}

function scopeWords(namespaces: readonly string[]): string {
	const [isClusterWide, isEvery] = [namespaces.includes(""), namespaces.includes("*")];
	if (isClusterWide && isEvery) return "everywhere";
	const named = namespaces.filter((one) => one !== "");
	const inside = named.length === 0 ? [] : [`in ${isEvery ? "*" : named.join(",")}`];
	return [...(isClusterWide ? ["cluster-wide"] : []), ...inside].join(" and ");
}
