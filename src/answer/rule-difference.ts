import type { Difference } from "../model/answer.ts";
import { type Catalog, findResource } from "../model/catalog.ts";
import { editDistance } from "../model/nearest.ts";
import type { PathRequest, Request, ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import {
	apiGroupMatches,
	nonResourceUrlMatches,
	resourceMatches,
	resourceNameMatches,
	verbMatches,
} from "../resolve/rule-allows.ts";

/** The one thing in which a rule differs from a request, in words, and how far that is; small is near. */
export interface RuleDifference {
	readonly difference: Difference;
	readonly rank: number;
	readonly has: string;
	readonly needs: string;
	readonly hint: string;
}

/** The rank of a rule about something else altogether: worth telling only when there is nothing nearer. */
export const unrelated = 20;

/** How a rule differs from a request: not at all, in one thing, or in more than one. */
export function ruleDifference(
	catalog: Catalog,
	rule: PolicyRule,
	request: Request,
): RuleDifference | "none" | "too far" {
	const found = differencesOf(catalog, rule, request);
	if (found === undefined || found.length > 1) return "too far";
	return found[0]?.() ?? "none";
}

/** The things in which a rule differs from a request, the nearest first; undefined when that is more than two. */
export function fewDifferences(
	catalog: Catalog,
	rule: PolicyRule,
	request: Request,
): readonly RuleDifference[] | undefined {
	const found = differencesOf(catalog, rule, request);
	if (found === undefined || found.length > 2) return undefined;
	return found.map((later) => later()).sort((one, other) => one.rank - other.rank);
}

function differencesOf(
	catalog: Catalog,
	rule: PolicyRule,
	request: Request,
): readonly Later[] | undefined {
	return request.kind === "path"
		? pathDifferences(rule, request)
		: resourceDifferences(catalog, rule, request);
}

/** What a request's scope is called when no RoleBinding can reach it: `for cluster-scoped nodes`. */
export function scopeInWords(request: Request): string {
	if (request.kind === "path") return "for paths";
	return `without a namespace (cluster-scoped ${request.resource}, or all namespaces)`;
}

/** Put into words only when it is the only one. */
type Later = () => RuleDifference;

/** Undefined for a rule without paths. */
function pathDifferences(rule: PolicyRule, request: PathRequest): readonly Later[] | undefined {
	if (rule.nonResourceURLs.length === 0) return undefined;
	const differences: Later[] = [];
	if (!verbMatches(rule, request.verb)) differences.push(() => verbDifference(rule, request));
	if (!nonResourceUrlMatches(rule, request.path)) {
		const has = rule.nonResourceURLs.join(", ");
		const hint = `the rule is for ${quoted(rule.nonResourceURLs)}, not \`${request.path}\``;
		const near = rule.nonResourceURLs.some((url) => editDistance(url, request.path, 2) <= 2);
		const rank = near ? 1 : 9;
		differences.push(() => ({ difference: "path", rank, has, needs: request.path, hint }));
	}
	return differences;
}

/** Undefined for a rule without resources. */
function resourceDifferences(
	catalog: Catalog,
	rule: PolicyRule,
	request: ResourceRequest,
): readonly Later[] | undefined {
	if (rule.resources.length === 0) return undefined;
	const differences: Later[] = [];
	if (!verbMatches(rule, request.verb)) differences.push(() => verbDifference(rule, request));
	if (!apiGroupMatches(rule, request.apiGroup)) {
		differences.push(() => groupDifference(rule, request));
	}
	if (!resourceMatches(rule, request)) {
		differences.push(() => targetDifference(catalog, rule, request));
	}
	if (!resourceNameMatches(rule, request.name)) {
		differences.push(() => nameDifference(rule, request));
	}
	return differences;
}

function verbDifference(rule: PolicyRule, { verb }: Request): RuleDifference {
	const near = rule.verbs.some((has) => editDistance(has.toLowerCase(), verb, 1) <= 1);
	const hint = `the rule allows ${quoted(rule.verbs)}, not \`${verb}\``;
	return { difference: "verb", rank: near ? 1 : 4, has: rule.verbs.join(", "), needs: verb, hint };
}

function groupDifference(rule: PolicyRule, request: ResourceRequest): RuleDifference {
	const has = rule.apiGroups.map(groupInWords).join(", ");
	const needs = groupInWords(request.apiGroup);
	if (!namesResource(rule, request)) {
		const hint = `the rule is for everything in the API group ${has}, not ${needs}`;
		return { difference: "apiGroup", rank: unrelated, has, needs, hint };
	}
	const hint = `the rule names ${request.resource} in the API group ${has}, not ${needs}`;
	return { difference: "apiGroup", rank: 2, has, needs, hint };
}

/** Does it name the resource itself, and not by a star? */
function namesResource({ resources }: PolicyRule, { resource }: ResourceRequest): boolean {
	return resources.some((item) => item.split("/", 1)[0] === resource);
}

function groupInWords(group: string): string {
	return group === "" ? 'core ("")' : `\`${group}\``;
}

function targetDifference(
	catalog: Catalog,
	rule: PolicyRule,
	request: ResourceRequest,
): RuleDifference {
	const { resource, subresource } = request;
	const needs = subresource === "" ? resource : `${resource}/${subresource}`;
	const has = rule.resources.join(", ");
	const sibling = rule.resources.find((item) => item.split("/", 1)[0] === resource);
	if (sibling !== undefined) {
		const hint =
			sibling === `${resource}/*`
				? `\`${sibling}\` is no wildcard: name \`${needs}\``
				: `the rule is for \`${sibling}\`, which does not include \`${needs}\``;
		return { difference: "subresource", rank: 3, has, needs, hint };
	}
	const misspelled = rule.resources.find((item) => isMisspelling(catalog, item, needs));
	if (misspelled !== undefined) {
		const hint = `the rule names \`${misspelled}\`; the resource is \`${needs}\``;
		return { difference: "resource", rank: 1, has, needs, hint };
	}
	const hint = `the rule is for ${quoted(rule.resources)}, not \`${needs}\``;
	return { difference: "resource", rank: unrelated, has, needs, hint };
}

/** Singulars, kinds, short names and slips of the pen; another real resource is none, however near. */
function isMisspelling(catalog: Catalog, item: string, needs: string): boolean {
	if (catalog.resources.some(({ resource }) => resource === item)) return false;
	if (findResource(catalog, item).some((found) => found.resource.resource === needs)) return true;
	return editDistance(item.toLowerCase(), needs, 2) <= 2;
}

function nameDifference(rule: PolicyRule, { name, verb }: ResourceRequest): RuleDifference {
	const has = rule.resourceNames.join(", ");
	const only = `the rule is limited to ${quoted(rule.resourceNames)}`;
	if (name !== "") {
		return { difference: "name", rank: 3, has, needs: name, hint: `${only}, not \`${name}\`` };
	}
	const hint =
		verb === "create" || verb === "deletecollection"
			? `${only}, and a ${verb} request carries no name`
			: `${only}, and the question names none`;
	return { difference: "name", rank: 3, has, needs: "no name", hint };
}

/** A few words in backticks, the rest counted. */
function quoted(words: readonly string[]): string {
	const shown = words.slice(0, 6).map((word) => `\`${word}\``);
	const rest = words.length - shown.length;
	return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
