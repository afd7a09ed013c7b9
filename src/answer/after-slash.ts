import type { CatalogResource } from "../model/catalog.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { nearest } from "../model/nearest.ts";
import type { NamedResource } from "./named-resource.ts";

/** Which subresource and which object of a resource a question is about. */
export interface ObjectPart {
	readonly subresource: string;
	readonly name: string;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/** Subresources clients write although no catalogue of ours may list them for an unknown resource. */
const usualSubresources = ["status", "scale", "finalizers"];

/** What follows the slash is a subresource when the resource has one of that name, otherwise an object's name. */
export function afterSlash(
	found: NamedResource,
	rest: string | undefined,
	words: { readonly target: string; readonly name?: string; readonly subresource?: string },
): ObjectPart | { readonly error: string } {
	const name = words.name ?? "";
	if (rest === undefined) {
		return { subresource: words.subresource ?? "", name, notes: [], warnings: [] };
	}
	if (words.subresource !== undefined) return besideSubresource(rest, words.subresource, words);
	const known = found.row?.subresources.map((sub) => sub.name) ?? [];
	const isSubresource =
		known.includes(rest) ||
		usualSubresources.includes(rest) ||
		found.resource === "*" ||
		anyKeyed(found.row, rest) ||
		words.name !== undefined;
	if (rest.includes("/") && !anyKeyed(found.row, rest)) return twoSlashes(found, rest);
	if (!isSubresource) return readAsName(found, rest, known);
	const note = `\`${rest}\` is read as the subresource; for an object of that name write \`${found.typed} ${rest}\``;
	const told = words.name === undefined && known.includes(rest) ? [note] : [];
	const listed = found.row === undefined || known.includes(rest) || anyKeyed(found.row, rest);
	const meant = didYouMean(rest, known);
	const missing = `\`${found.resource}\` has no subresource \`${rest}\`${meant}`;
	// Finalizers are only ever authorized, by an admission plugin; no server lists them.
	const warnings = listed || rest === "finalizers" ? [] : [missing];
	return { subresource: rest, name, notes: told, warnings };
}

/** With a warning where it is more likely a slip: a create would be answered for the resource itself. */
function readAsName(
	{ typed }: NamedResource,
	name: string,
	subresources: readonly string[],
): ObjectPart {
	const note = `\`${name}\` is read as a name`;
	const hint = nearest(name, subresources);
	if (hint === undefined) return { subresource: "", name, notes: [note], warnings: [] };
	const warning = `${note}; for the subresource write \`${typed}/${hint}\``;
	return { subresource: "", name, notes: [], warnings: [warning] };
}

/** As in a URL, but neither a name nor a subresource may hold a slash. */
function twoSlashes({ typed }: NamedResource, rest: string): { readonly error: string } {
	const [name = "", subresource = ""] = rest.split("/");
	const other = subresource === "" ? typed : `${typed}/${subresource}`;
	return { error: `\`${typed}/${rest}\` has more than one slash: write \`${other} ${name}\`` };
}

/** `userextras/<key>`: any key is a subresource. */
function anyKeyed(row: CatalogResource | undefined, rest: string): boolean {
	return row?.virtual === true && row.resource === "userextras" && rest !== "";
}

/** With --subresource, what follows the slash is the object's name. */
function besideSubresource(
	rest: string,
	subresource: string,
	words: { readonly target: string; readonly name?: string },
): ObjectPart | { readonly error: string } {
	if (words.name === undefined) return { subresource, name: rest, notes: [], warnings: [] };
	const both = `\`${words.target}\` and \`${words.name}\` both name something`;
	return { error: `${both}: expected one name beside --subresource` };
}
