import type { Catalog, CatalogResource } from "../model/catalog.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { MutationOperator } from "../model/suite-adequacy.ts";

/** A rule written otherwise; several rules in its place, or none. */
export interface RuleMutant {
	readonly operator: MutationOperator;
	readonly change: string;
	readonly rules: readonly PolicyRule[];
}

/** Every single mistake in one rule. */
export function ruleMutants(rule: PolicyRule, catalog: Catalog): readonly RuleMutant[] {
	return [...wider(rule, catalog), ...narrower(rule)];
}

type Field = keyof PolicyRule;

function wider(rule: PolicyRule, catalog: Catalog): readonly RuleMutant[] {
	const { verbs, resources, apiGroups, resourceNames, nonResourceURLs } = rule;
	const isOpen = verbs.includes("*");
	const added = isOpen ? [] : knownVerbs(rule, catalog).filter((verb) => !verbs.includes(verb));
	const star = (operator: MutationOperator, field: Field): readonly RuleMutant[] =>
		rule[field].length === 0 || rule[field].includes("*")
			? []
			: [{ operator, change: `${field} → "*"`, rules: [{ ...rule, [field]: ["*"] }] }];
	return [
		...added.map((verb) => plus(rule, "VerbAdd", "verbs", verb)),
		...star("VerbStar", "verbs"),
		...(resources.length === 0 ? [] : hotResources(rule)),
		...subresourcesOf(rule, catalog).map((one) => plus(rule, "SubresourceAdd", "resources", one)),
		...star("ResourceStar", "resources"),
		...(apiGroups.length === 0 ? [] : star("GroupStar", "apiGroups")),
		...(resourceNames.length === 0
			? []
			: [
					{
						operator: "NamesDrop" as const,
						change: "resourceNames gone",
						rules: [{ ...rule, resourceNames: [] }],
					},
					plus(rule, "NamesAdd", "resourceNames", fresh("another", resourceNames)),
				]),
		...nonResourceURLs
			.filter((url) => url !== "*" && url !== "/*")
			.map((url) => replaced(rule, "UrlWiden", "nonResourceURLs", url, widerPath(url))),
	];
}

function narrower(rule: PolicyRule): readonly RuleMutant[] {
	const without = (operator: MutationOperator, field: Field): readonly RuleMutant[] =>
		rule[field].length < 2
			? []
			: rule[field].map((word) => ({
					operator,
					change: `${field} − ${quoted(word)}`,
					rules: [{ ...rule, [field]: rule[field].filter((one) => one !== word) }],
				}));
	return [
		{ operator: "RuleDelete", change: "gone", rules: [] },
		...without("VerbRemove", "verbs"),
		...without("ResourceRemove", "resources"),
		...wrongGroups(rule),
		...(rule.resourceNames.length === 0 && rule.resources.length > 0
			? [plus(rule, "NamesRestrict", "resourceNames", "example")]
			: without("NamesRemove", "resourceNames")),
		...without("UrlRemove", "nonResourceURLs"),
	];
}

/** What a rule should never have come to hold. */
function hotResources(rule: PolicyRule): readonly RuleMutant[] {
	return hot
		.filter(([group, resource]) => !mentions(rule, group, resource))
		.map(([group, resource]) => {
			const word = group === "" ? resource : `${resource}.${group}`;
			const added = { ...rule, apiGroups: [group], resources: [resource], resourceNames: [] };
			return { operator: "ResourceAdd", change: `resources + ${word}`, rules: [rule, added] };
		});
}

const hot: readonly (readonly [string, string])[] = [
	["", "secrets"],
	["", "pods"],
	["", "pods/exec"],
	["", "serviceaccounts/token"],
	["", "configmaps"],
	["rbac.authorization.k8s.io", "rolebindings"],
	["rbac.authorization.k8s.io", "clusterroles"],
];

function mentions({ apiGroups, resources }: PolicyRule, group: string, resource: string): boolean {
	const isHere = apiGroups.includes("*") || apiGroups.includes(group);
	return isHere && (resources.includes("*") || resources.includes(resource));
}

function rowsOf(
	{ apiGroups, resources }: PolicyRule,
	catalog: Catalog,
): readonly CatalogResource[] {
	return catalog.resources.filter(
		(row) =>
			(apiGroups.includes("*") || apiGroups.includes(row.group)) &&
			resources.some((entry) => entry === "*" || entry.split("/")[0] === row.resource),
	);
}

/** The verbs that requests for what a rule names may have; those every resource has where it is not known. */
function knownVerbs(rule: PolicyRule, catalog: Catalog): readonly string[] {
	if (rule.resources.length === 0) return ["get", "post"];
	const verbs = rowsOf(rule, catalog).flatMap((row) => [
		...(rule.resources.some((entry) => entry === "*" || entry === row.resource) ? row.verbs : []),
		...row.subresources
			.filter(({ name }) => rule.resources.includes(`${row.resource}/${name}`))
			.flatMap((subresource) => subresource.verbs),
	]);
	return verbs.length === 0 ? usualVerbs : [...new Set(verbs)];
}

const usualVerbs = ["get", "list", "watch", "create", "update", "patch", "delete"];

function subresourcesOf(rule: PolicyRule, catalog: Catalog): readonly string[] {
	if (rule.resources.includes("*")) return [];
	const all = rowsOf(rule, catalog)
		.filter(({ resource }) => rule.resources.includes(resource))
		.flatMap(({ resource, subresources }) => subresources.map(({ name }) => `${resource}/${name}`));
	return [...new Set(all)].filter((entry) => !rule.resources.includes(entry));
}

/** `apps` where the core group is meant, and the other way round. */
function wrongGroups(rule: PolicyRule): readonly RuleMutant[] {
	return rule.apiGroups
		.filter((group) => group !== "*")
		.map((group) => replaced(rule, "GroupWrong", "apiGroups", group, group === "" ? "apps" : ""));
}

function plus(
	rule: PolicyRule,
	operator: MutationOperator,
	field: Field,
	word: string,
): RuleMutant {
	const rules = [{ ...rule, [field]: [...rule[field], word] }];
	return { operator, change: `${field} + ${quoted(word)}`, rules };
}

function replaced(
	rule: PolicyRule,
	operator: MutationOperator,
	field: Field,
	word: string,
	by: string,
): RuleMutant {
	const words = rule[field].map((one) => (one === word ? by : one));
	const change = `${field}: ${quoted(word)} → ${quoted(by)}`;
	return { operator, change, rules: [{ ...rule, [field]: [...new Set(words)] }] };
}

/** `/metrics/cadvisor` and `/metrics/*` as everything below the folder above. */
function widerPath(url: string): string {
	const bare = url.replace(/\/?\*+$/, "");
	return `${bare.slice(0, bare.lastIndexOf("/") + 1) || "/"}*`;
}

function fresh(word: string, taken: readonly string[]): string {
	return taken.includes(word) ? fresh(`${word}-more`, taken) : word;
}

function quoted(word: string): string {
	return word === "" ? '""' : word;
}
