import { type Catalog, type CatalogResource, findResource } from "../model/catalog.ts";
import { editDistance } from "../model/nearest.ts";
import type { Severity } from "../model/problem.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";

/** The catalogue, made quick to ask. */
export interface KnownResources {
	readonly catalog: Catalog;
	/** `pods` and `pods/log` → the groups that serve them. */
	readonly groupsOf: ReadonlyMap<string, ReadonlySet<string>>;
	readonly groups: ReadonlySet<string>;
	/** Groups that may serve more than the catalogue knows of: those of CRDs. */
	readonly customGroups: ReadonlySet<string>;
	/** What was found before: the same words stand in many rules. */
	readonly advised: Map<string, Advice | undefined>;
}

export interface Advice {
	readonly severity: Severity;
	readonly message: string;
}

/** What may be wrong with an API group the cluster does not serve; nothing when it looks like somebody's own. */
export function groupAdvice(group: string, known: KnownResources): Advice | undefined {
	return remembered(known, JSON.stringify(group), () => findGroupAdvice(group, known));
}

function remembered(
	{ advised }: KnownResources,
	key: string,
	find: () => Advice | undefined,
): Advice | undefined {
	if (advised.has(key)) return advised.get(key);
	const advice = find();
	advised.set(key, advice);
	return advice;
}

function findGroupAdvice(group: string, known: KnownResources): Advice | undefined {
	if (group === "v1" || group === "core") {
		return warning(`no API group is called \`${group}\`; the core group is written \`""\``);
	}
	const [name = "", version = ""] = group.split("/");
	if (/^v\d/.test(version)) {
		return warning(`\`${group}\` is an apiVersion, which matches no API group; write \`${name}\``);
	}
	const meant = oneEditAway(group, known.groups);
	if (meant === undefined) return undefined;
	return warning(`no API group is called \`${group}\`; did you mean \`${meant}\`?`);
}

/** What may be wrong with a resource that none of the rule's groups serves. */
export function resourceAdvice(
	resource: string,
	rule: PolicyRule,
	role: Role,
	known: KnownResources,
): Advice | undefined {
	const slash = resource.indexOf("/");
	const base = slash === -1 ? resource : resource.slice(0, slash);
	const subresource = slash === -1 ? "" : resource.slice(slash + 1);
	if (subresource === "*") return starAdvice(resource, base, known);
	if (base === "*" || resource === "") return undefined;
	const called = resourcesCalled(base, known);
	const here = called.filter(({ group }) => isIn(group, rule));
	if (here.length > 0) return subresourceAdvice(base, subresource, here, known);
	// Somebody else's group may serve anything under any name.
	if (!rule.apiGroups.every((group) => isComplete(group, known))) {
		return nameAdvice(base, subresource, rule, known, "here");
	}
	return called.length > 0
		? groupOfResourceAdvice(resource, called, rule, role)
		: nameAdvice(base, subresource, rule, known, "anywhere");
}

function warning(message: string): Advice {
	return { severity: "warning", message };
}

/** `extensions` was served until 1.22; old rules still name it. */
function isComplete(group: string, { groups, customGroups }: KnownResources): boolean {
	if (group === "*" || group === "extensions") return true;
	return groups.has(group) && !customGroups.has(group);
}

function isIn(group: string, { apiGroups }: PolicyRule): boolean {
	return apiGroups.includes("*") || apiGroups.includes(group);
}

function resourcesCalled(name: string, { catalog }: KnownResources): readonly CatalogResource[] {
	return catalog.resources.filter(({ resource }) => resource === name);
}

function starAdvice(resource: string, base: string, known: KnownResources): Advice {
	const all = resourcesCalled(base, known).flatMap(({ subresources }) => subresources);
	const some = all.slice(0, 3).map(({ name }) => `\`${base}/${name}\``);
	const remedy = some.length === 0 ? "" : `, such as ${some.join(", ")}`;
	const says = `\`${resource}\` is no wildcard: it matches a subresource called \`*\``;
	return warning(
		base === "*"
			? `${says}; \`*\` alone is every resource and subresource`
			: `${says}; list the subresources${remedy}`,
	);
}

function subresourceAdvice(
	base: string,
	subresource: string,
	here: readonly CatalogResource[],
	known: KnownResources,
): Advice | undefined {
	const isOpen = here.some(({ virtual }) => virtual === true);
	// Every resource can be asked for `finalizers`: an optional admission plugin does.
	if (isOpen || subresource === "finalizers") return undefined;
	const names = here.flatMap(({ subresources }) => subresources.map(({ name }) => name));
	const says = `\`${base}\` has no subresource \`${subresource}\``;
	const meant = oneEditAway(subresource, names);
	if (meant !== undefined) return warning(`${says}; did you mean \`${base}/${meant}\`?`);
	// Operators ask for the status of all they define, served or not.
	if (here.some(({ group }) => known.customGroups.has(group))) return undefined;
	const there = names.length === 0 ? "it has none" : `it has ${quoted(names)}`;
	return { severity: "note", message: `${says}: ${there}` };
}

function groupOfResourceAdvice(
	resource: string,
	elsewhere: readonly CatalogResource[],
	rule: PolicyRule,
	role: Role,
): Advice | undefined {
	// A rule for old clusters beside one for today's is meant so.
	const isRepeated = role.rules.some(
		(other) =>
			other.resources.includes(resource) && elsewhere.some(({ group }) => isIn(group, other)),
	);
	const right = elsewhere[0];
	if (isRepeated || right === undefined || rule.apiGroups.length === 0) return undefined;
	const found = rule.apiGroups.map(shownGroup).join(", ");
	return warning(
		`\`${resource}\` is not in the API group ${found} but in ${shownGroup(right.group)}`,
	);
}

function nameAdvice(
	base: string,
	subresource: string,
	rule: PolicyRule,
	known: KnownResources,
	where: "here" | "anywhere",
): Advice | undefined {
	const key = JSON.stringify([base, subresource, rule.apiGroups, where]);
	return remembered(known, key, () => findNameAdvice(base, subresource, rule, known, where));
}

function findNameAdvice(
	base: string,
	subresource: string,
	rule: PolicyRule,
	{ catalog }: KnownResources,
	where: "here" | "anywhere",
): Advice | undefined {
	const served = catalog.resources.filter(({ group }) => isIn(group, rule));
	const matches = findResource(catalog, base).map((match) => match.resource);
	const meant =
		matches.find(({ group }) => isIn(group, rule)) ??
		(where === "anywhere" ? matches[0] : undefined) ??
		served.find(({ resource }) => isOneEditAway(base, resource));
	if (meant === undefined) return undefined;
	const tail = subresource === "" ? "" : `/${subresource}`;
	const says = `no resource is called \`${base}\`; did you mean \`${meant.resource}${tail}\``;
	return warning(
		isIn(meant.group, rule) ? `${says}?` : `${says} in the API group ${shownGroup(meant.group)}?`,
	);
}

function shownGroup(group: string): string {
	return group === "" ? '`""` (core)' : `\`${group}\``;
}

function quoted(names: readonly string[]): string {
	return [...new Set(names)].map((name) => `\`${name}\``).join(", ");
}

function oneEditAway(word: string, candidates: Iterable<string>): string | undefined {
	return [...candidates].find((candidate) => isOneEditAway(word, candidate));
}

function isOneEditAway(word: string, candidate: string): boolean {
	return word.length > 3 && editDistance(word.toLowerCase(), candidate.toLowerCase(), 1) <= 1;
}
