import { type CatalogResource, findResource } from "./catalog.ts";
import { isCompleteGroup, type KnownResources } from "./known-resources.ts";
import { editDistance } from "./nearest.ts";
import type { Severity } from "./problem.ts";
import type { Role } from "./role.ts";
import type { PolicyRule } from "./rule.ts";

export interface Advice {
	readonly severity: Severity;
	readonly message: string;
	/**
	 * `form`: the right thing in a form that no request has, `slip`: a slip of the pen, `group`: another group's,
	 * `star`: a star that stands for nothing.
	 */
	readonly kind: "form" | "slip" | "group" | "subresource" | "star";
	/** What to write instead, where that is one word. */
	readonly meant: string | undefined;
	/** The group of what was meant, where it is another one. */
	readonly group?: string;
}

/** What may be wrong with an API group the cluster does not serve; nothing when it looks like somebody's own. */
export function groupAdvice(group: string, known: KnownResources): Advice | undefined {
	return remembered(known, JSON.stringify(group), () => findGroupAdvice(group, known));
}

function remembered(
	known: KnownResources,
	key: string,
	find: () => Advice | undefined,
): Advice | undefined {
	let advised = advisedBefore.get(known);
	if (advised === undefined) {
		advised = new Map();
		advisedBefore.set(known, advised);
	}
	if (advised.has(key)) return advised.get(key);
	const advice = find();
	advised.set(key, advice);
	return advice;
}

/** What was found before: the same words stand in many rules. */
const advisedBefore = new WeakMap<KnownResources, Map<string, Advice | undefined>>();

function findGroupAdvice(group: string, known: KnownResources): Advice | undefined {
	const [name = "", version = ""] = group.split("/");
	const isVersioned = /^v\d/.test(version);
	if (/^v\d+$/.test(group) || coreNames.has(isVersioned ? name : group)) {
		const says = `no API group is called \`${group}\`; the core group is written \`""\``;
		return { ...warning(says), kind: "form", meant: "" };
	}
	if (isVersioned) {
		const says = `\`${group}\` is an apiVersion, which matches no API group; write \`${name}\``;
		return { ...warning(says), kind: "form", meant: name };
	}
	if (name !== "" && name.length + 1 === group.length) {
		const says = `no API group is called \`${group}\`: none ends in a slash; write \`${name}\``;
		return { ...warning(says), kind: "form", meant: name };
	}
	const meant = oneEditAway(group, known.groups);
	if (meant === undefined) return undefined;
	const says = `no API group is called \`${group}\`; did you mean \`${meant}\`?`;
	return { ...warning(says), kind: "slip", meant };
}

/** What people call the core group, which has no name. */
const coreNames: ReadonlySet<string> = new Set(["core", "api", "legacy", "k8s.io"]);

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
	if (!rule.apiGroups.every((group) => isCompleteGroup(group, known))) {
		return nameAdvice(base, subresource, rule, known, "here");
	}
	return called.length > 0
		? groupOfResourceAdvice(resource, called, rule, role)
		: nameAdvice(base, subresource, rule, known, "anywhere");
}

function warning(message: string): Pick<Advice, "severity" | "message"> {
	return { severity: "warning", message };
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
	const message =
		base === "*"
			? `${says}; \`*\` alone is every resource and subresource`
			: `${says}; list the subresources${remedy}`;
	return { ...warning(message), kind: "star", meant: undefined };
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
	if (meant !== undefined) {
		const right = `${base}/${meant}`;
		const message = `${says}; did you mean \`${right}\`?`;
		return { ...warning(message), kind: "subresource", meant: right };
	}
	// Operators ask for the status of all they define, served or not.
	if (here.some(({ group }) => known.customGroups.has(group))) return undefined;
	const there = names.length === 0 ? "it has none" : `it has ${quoted(names)}`;
	const message = `${says}: ${there}`;
	return { severity: "note", message, kind: "subresource", meant: undefined };
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
	const message = `\`${resource}\` is not in the API group ${found} but in ${shownGroup(right.group)}`;
	return { ...warning(message), kind: "group", meant: resource, group: right.group };
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
	const matches = findResource(catalog, base).map(({ resource }) => resource);
	const meant =
		matches.find(({ group }) => isIn(group, rule)) ??
		(where === "anywhere" ? matches[0] : undefined) ??
		served.find(({ resource }) => isOneEditAway(base, resource)) ??
		served.find(({ resource }) => resource === otherNames.get(base));
	if (meant === undefined) return undefined;
	const tail = subresource === "" ? "" : `/${subresource}`;
	const right = `${meant.resource}${tail}`;
	const says = `no resource is called \`${base}\`; did you mean \`${right}\``;
	const kind = matches.includes(meant) ? "form" : "slip";
	return isIn(meant.group, rule)
		? { ...warning(`${says}?`), kind, meant: right }
		: {
				...warning(`${says} in the API group ${shownGroup(meant.group)}?`),
				kind,
				meant: right,
				group: meant.group,
			};
}

/** What people call resources, and no request does. */
const otherNames: ReadonlyMap<string, string> = new Map([
	["mutatingadmissionwebhooks", "mutatingwebhookconfigurations"],
	["mutatingwebhooks", "mutatingwebhookconfigurations"],
	["validatingadmissionwebhooks", "validatingwebhookconfigurations"],
	["validatingwebhooks", "validatingwebhookconfigurations"],
]);

/** An API group in a sentence. */
export function shownGroup(group: string): string {
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
