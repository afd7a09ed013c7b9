import type { Catalog } from "../model/catalog.ts";
import { requestVerbs } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { disjointBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";

/** Does a rule give a part of what should go, wherever it is bound? */
type Meets = (rule: PolicyRule) => boolean;

/** What could become of a rule so that nothing of a region is left, each time as rules; the gentlest need not be first. */
export function shrunkRules(
	rule: PolicyRule,
	meets: Meets,
	region: PermissionSet,
	catalog: Catalog,
): readonly (readonly PolicyRule[])[] {
	const ways = [
		...fields.flatMap((field) => withoutWords(rule, field, meets, catalog)),
		...split(rule, meets, catalog),
		...named(rule, region),
	].filter((become) => !become.some(meets));
	const distinct = new Map(ways.map((become) => [JSON.stringify(become), become]));
	return [...distinct.values(), []];
}

const fields = ["verbs", "resources", "apiGroups", "resourceNames", "nonResourceURLs"] as const;

/** The words of one list that give no part of it. */
function withoutWords(
	rule: PolicyRule,
	field: (typeof fields)[number],
	meets: Meets,
	catalog: Catalog,
): readonly (readonly PolicyRule[])[] {
	if (rule[field].length === 0) return [];
	const words = enumerated(rule, field, catalog);
	const kept = words.filter((word) => !meets({ ...rule, [field]: [word] }));
	if (kept.length === 0 || kept.length > mostWords) return [];
	return [[{ ...rule, [field]: kept }]];
}

/** Longer lists nobody would write for a `*`. */
const mostWords = 150;

/** A list with what the catalogue holds in the place of a `*`. */
function enumerated(
	rule: PolicyRule,
	field: (typeof fields)[number],
	catalog: Catalog,
): readonly string[] {
	if (!rule[field].includes("*")) return rule[field];
	const rows = catalog.resources.filter(
		({ group, offByDefault }) => offByDefault !== true && isIn(rule.apiGroups, group),
	);
	const own = rule[field].filter((word) => word !== "*");
	switch (field) {
		case "verbs":
			return [...new Set([...requestVerbs, ...own])];
		case "resources": {
			const all = rows.flatMap(({ resource, subresources }) => [
				resource,
				...subresources.map(({ name }) => `${resource}/${name}`),
			]);
			return [...new Set([...all, ...own])];
		}
		case "apiGroups": {
			const bare = rule.resources.map((one) => one.split("/")[0] ?? "");
			const groups = rows.filter(({ resource }) => isIn(bare, resource)).map(({ group }) => group);
			return [...new Set([...groups, ...own])];
		}
		default:
			return own;
	}
}

function isIn(words: readonly string[], word: string): boolean {
	return words.includes("*") || words.includes(word);
}

/** Each resource keeps the verbs that it may: resources with the same ones stay together. */
function split(
	rule: PolicyRule,
	meets: Meets,
	catalog: Catalog,
): readonly (readonly PolicyRule[])[] {
	if (rule.resources.length === 0 || rule.nonResourceURLs.length > 0) return [];
	const verbs = enumerated(rule, "verbs", catalog);
	const byVerbs = new Map<string, { readonly kept: readonly string[]; resources: string[] }>();
	for (const resource of enumerated(rule, "resources", catalog)) {
		const one = { ...rule, resources: [resource] };
		const kept = meets(one)
			? verbs.filter((verb) => !meets({ ...one, verbs: [verb] }))
			: rule.verbs;
		if (kept.length === 0) continue;
		const key = JSON.stringify(kept);
		const same = byVerbs.get(key);
		if (same === undefined) byVerbs.set(key, { kept, resources: [resource] });
		else same.resources.push(resource);
	}
	const rules = [...byVerbs.values()].map(({ kept, resources }) => ({
		...rule,
		resources,
		verbs: kept,
	}));
	const isShort =
		rules.length <= 4 && rules.every(({ resources }) => resources.length <= mostWords);
	return rules.length >= 1 && isShort ? [rules] : [];
}

/** Only the names that are not meant: `get secrets(!db)` leaves `db`. */
function named(rule: PolicyRule, region: PermissionSet): readonly (readonly PolicyRule[])[] {
	if (rule.resourceNames.length > 0 || rule.resources.length === 0) return [];
	const names = new Set<string>();
	for (const { name } of disjointBoxes(region, 200) ?? []) {
		if ("except" in name) for (const one of name.except) names.add(one);
	}
	names.delete("");
	if (names.size === 0 || names.size > 20) return [];
	return [[{ ...rule, resourceNames: [...names].sort() }]];
}
