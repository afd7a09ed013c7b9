import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import { sideHas } from "../phrase/side-words.ts";
import { urlCovers } from "../resolve/rule-allows.ts";
import type { AskedBlock } from "./clause.ts";

/** Of which objects a rule allows some request of a block: of any, or of those that it names. */
export type Reach = "any" | readonly string[];

/** How a resource is known: the catalogue says whether it belongs to namespaces. */
export interface Scoping {
	/** Undefined where the catalogue has no such resource. */
	isNamespaced(apiGroup: string, resource: string): boolean | undefined;
}

/** What of a block a rule allows that is bound in a namespace, in "" by a ClusterRoleBinding; undefined: nothing. */
export function reachIn(
	rule: PolicyRule,
	block: AskedBlock,
	scoping: Scoping,
	namespace: string,
): Reach | undefined {
	return namespace === "" ? reachOf(rule, block) : reachInside(rule, block, scoping, namespace);
}

/** The same wherever it is bound. */
export function reachOf(rule: PolicyRule, block: AskedBlock): Reach | undefined {
	const isTouched =
		meets(rule.verbs, block.verb) &&
		meets(rule.apiGroups, block.apiGroup) &&
		rule.resources.some((entry) => entryMeets(entry, block));
	return isTouched ? namesReached(rule, block.name) : undefined;
}

/** A RoleBinding counts only for what the server decides in its namespace. */
function reachInside(
	rule: PolicyRule,
	block: AskedBlock,
	scoping: Scoping,
	namespace: string,
): Reach | undefined {
	const reach = reachOf(rule, block);
	if (reach === undefined) return undefined;
	const entries = rule.resources.filter(
		(entry) => entryMeets(entry, block) && isDecidedInside(entry, rule, block, scoping),
	);
	if (entries.length === 0) return undefined;
	if (reach === "any" || !entries.every((entry) => isNamespaceEntry(entry, rule, block))) {
		return reach;
	}
	return reach.includes(namespace) ? [namespace] : undefined;
}

/** Does it matter in which namespace a rule is bound? */
export function namesNamespaces({ resourceNames, resources }: PolicyRule): boolean {
	if (resourceNames.length === 0) return false;
	// Of Namespaces and of OpenShift's Projects, either by a star or by their names.
	return resources.some((entry) => {
		const own = resourceOf(entry);
		return own === "*" || own === "projects" || own === "namespaces";
	});
}

/** A Namespace counts in the one of its own name alone. */
function isNamespaceEntry(entry: string, { apiGroups }: PolicyRule, block: AskedBlock): boolean {
	const resources = wordsOf(block.resource) ?? [resourceOf(entry)];
	const groups = wordsOf(block.apiGroup) ?? apiGroups;
	return resources.every((resource) => groups.some((group) => isNamespaceItself(group, resource)));
}

function resourceOf(entry: string): string {
	return entry.split("/", 1)[0] ?? "";
}

/** Does a rule allow a request for one of the paths? */
export function reachesPath(rule: PolicyRule, { verb, paths }: PathBlock): boolean {
	return (
		meets(rule.verbs, verb) &&
		rule.nonResourceURLs.some((url) =>
			paths.some((path) => urlCovers(url, path) || urlCovers(path, url)),
		)
	);
}

function meets(words: readonly string[], side: Side): boolean {
	if (words.includes("*")) return !("only" in side) || side.only.length > 0;
	return words.some((word) => sideHas(side, word));
}

function entryMeets(entry: string, { resource, subresource }: AskedBlock): boolean {
	if (entry === "*") return true;
	const slash = entry.indexOf("/");
	const [own, sub] = slash < 0 ? [entry, ""] : [entry.slice(0, slash), entry.slice(slash + 1)];
	// No request has such a subresource: a star after the slash is no star.
	if (slash >= 0 && (sub === "" || sub === "*")) return false;
	const isResource = own === "*" && slash >= 0 ? true : sideHas(resource, own);
	return isResource && sideHas(subresource, sub);
}

function namesReached({ resourceNames }: PolicyRule, name: Side): Reach | undefined {
	if (resourceNames.length === 0) return "any";
	const names = resourceNames.filter((one) => sideHas(name, one));
	return names.length === 0 ? undefined : names;
}

/** By what the block names, else by what the entry names; a star reaches things of both kinds. */
function isDecidedInside(
	entry: string,
	rule: PolicyRule,
	block: AskedBlock,
	scoping: Scoping,
): boolean {
	const resources = wordsOf(block.resource) ?? [resourceOf(entry)];
	if (resources.includes("*")) return true;
	const groups = wordsOf(block.apiGroup) ?? rule.apiGroups;
	if (groups.includes("*")) return true;
	return groups.some((group) =>
		resources.some(
			(resource) =>
				hasPlace(block.verb, rule, group, resource) ||
				scoping.isNamespaced(group, resource) !== false,
		),
	);
}

/** Requests for all Namespaces, or for a new one, are made in none. */
const ofNoNamespace: ReadonlySet<string> = new Set(["create", "list", "watch", "deletecollection"]);

function hasPlace(verb: Side, rule: PolicyRule, group: string, resource: string): boolean {
	const verbs = wordsOf(verb) ?? rule.verbs;
	const isItself = isNamespaceItself(group, resource);
	return verbs.some(
		(one) =>
			meets(rule.verbs, { only: [one] }) &&
			((isItself && !ofNoNamespace.has(one)) || placeOfCheck(one, group, resource) !== undefined),
	);
}

function wordsOf(side: Side): readonly string[] | undefined {
	return "only" in side ? side.only : undefined;
}
