import type { CatalogResource } from "../../model/catalog.ts";
import { isNamespaceItself, placeOfCheck } from "../../model/deciding-namespace.ts";
import { requestVerbs } from "../../model/request.ts";
import type { Entry } from "./rule-entry.ts";
import type { RulePlace } from "./rule-place.ts";

/** Why nobody can ask for a verb on a resource: the further down, the nearer it came. */
export const deaths = ["virtual", "verb", "scope", "name"] as const;
export type Death = (typeof deaths)[number];

/** Verbs of requests for a whole list: no subresource has them. */
const listVerbs: ReadonlySet<string> = new Set(["list", "watch", "deletecollection"]);

/** Verbs that are only ever authorized, each on resources of its own. */
export const virtualVerbs: ReadonlySet<string> = new Set([
	"bind",
	"escalate",
	"impersonate",
	"approve",
	"sign",
	"attest",
	"use",
]);

/** Undefined for a pair that somebody can ask. */
export function pairDeath(
	verb: string,
	entry: Entry,
	names: readonly string[],
	place: RulePlace,
): Death | undefined {
	const death = ofServed(verb, entry, names, place);
	if (death !== undefined) return death;
	return verb === "deletecollection" && names.length > 0 ? "name" : undefined;
}

function ofServed(
	verb: string,
	entry: Entry,
	names: readonly string[],
	place: RulePlace,
): Death | undefined {
	if (isNeverListed(entry) && listVerbs.has(verb)) return "verb";
	if (entry.resource === "userextras" && entry.subresource === "") return "virtual";
	if (entry.isOpen) return undefined;
	const able = entry.served.filter(({ row, verbs }) => hasVerb(verb, row, verbs));
	if (able.length === 0) return virtualVerbs.has(verb) ? "virtual" : "verb";
	return able.some(({ row }) => countsIn(place, verb, row, entry, names)) ? undefined : "scope";
}

/** A third party's proxy may ask for any verb on a subresource of its own invention. */
function isNeverListed({ subresource, isOpen }: Entry): boolean {
	return subresource !== "" && (!isOpen || ordinary.has(subresource));
}

const ordinary: ReadonlySet<string> = new Set(["status", "scale", "finalizers"]);

function hasVerb(verb: string, row: CatalogResource, verbs: readonly string[]): boolean {
	if (verb === "*" || verbs.includes(verb)) return true;
	if (placeOfCheck(verb, row.group, row.resource) !== undefined) return true;
	// Other verbs are a third party's own: nothing is known of who asks for them.
	return !requestVerbs.includes(verb) && !virtualVerbs.has(verb);
}

function countsIn(
	place: RulePlace,
	verb: string,
	row: CatalogResource,
	entry: Entry,
	names: readonly string[],
): boolean {
	if (place.kind === "everywhere" || row.namespaced) return true;
	if (placeOfCheck(verb, row.group, row.resource) !== undefined) return true;
	if (verb.startsWith("impersonate-on:")) return true;
	const isChecked =
		verb === "*" && ["bind", "use"].some((one) => placeOfCheck(one, row.group, row.resource));
	if (isChecked) return true;
	if (!isNamespaceItself(row.group, row.resource)) return false;
	// A request for a Namespace by name is made inside of it.
	const isOwn = place.kind !== "role" || names.length === 0 || names.includes(place.namespace);
	return isOwn && (entry.subresource !== "" || !(listVerbs.has(verb) || verb === "create"));
}
