import type { CatalogResource } from "./catalog.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ResourceRequest, requestVerbs } from "./request.ts";

/** Verbs that only authorizations carry; the last two begin the verbs of constrained impersonation. */
const otherVerbs = ["use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "*"];
/** The methods of HTTP, as authorizations of paths carry them. */
export const pathVerbs: readonly string[] = [
	"get",
	"post",
	"put",
	"head",
	"options",
	"delete",
	"patch",
	"*",
];
const verbPrefixes = ["impersonate:", "impersonate-on:"];

/** What is odd about the verb of a request: not a known one, or none that the resource has. */
export function verbWarnings(
	{ verb, subresource }: Pick<ResourceRequest, "verb" | "subresource">,
	row: CatalogResource | undefined,
): readonly string[] {
	const ofRow =
		subresource === ""
			? row?.verbs
			: row?.subresources.find(({ name }) => name === subresource)?.verbs;
	const what = subresource === "" ? row?.resource : `${row?.resource}/${subresource}`;
	if (ofRow?.includes(verb) || verb === "*") return [];
	const unknown = unknownVerb(verb, ofRow ?? []);
	if (unknown.length > 0) return unknown;
	if (ofRow === undefined || ofRow.length === 0 || !requestVerbs.includes(verb)) return [];
	return [`${what} has no verb \`${verb}\`: it has ${ofRow.join(", ")}`];
}

/** A verb that no client sends; `more` are others it may be meant for. */
export function unknownVerb(verb: string, more: readonly string[]): readonly string[] {
	const known = [...requestVerbs, ...otherVerbs];
	if (known.includes(verb) || verbPrefixes.some((prefix) => verb.startsWith(prefix))) return [];
	const meant = didYouMean(verb, [...more, ...known]);
	return [`\`${verb}\` is not a known verb${meant}`];
}
