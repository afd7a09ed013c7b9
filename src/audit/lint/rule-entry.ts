import type { CatalogResource } from "../../model/catalog.ts";
import type { KnownResources } from "../../model/known-resources.ts";
import type { PolicyRule } from "../../model/rule.ts";

/** An entry of a rule's resources with what the cluster serves under it. */
export interface Entry {
	readonly text: string;
	readonly resource: string;
	readonly subresource: string;
	/** What is served in the rule's API groups, with the verbs of the subresource where one is named. */
	readonly served: readonly Served[];
	/** More may be served than is known: a star, or a third party's API group. */
	readonly isOpen: boolean;
}

interface Served {
	readonly row: CatalogResource;
	readonly verbs: readonly string[];
}

export function readEntry(text: string, rule: PolicyRule, known: KnownResources): Entry {
	const slash = text.indexOf("/");
	const resource = slash < 0 ? text : text.slice(0, slash);
	const subresource = slash < 0 ? "" : text.slice(slash + 1);
	const rows = (known.rowsOf.get(resource) ?? []).filter(
		({ group }) => rule.apiGroups.includes(group) || rule.apiGroups.includes("*"),
	);
	const served = rows.flatMap((row) => {
		const verbs = verbsOf(row, subresource);
		return verbs === undefined ? [] : [{ row, verbs }];
	});
	const isForeign = rule.apiGroups.some((group) => group !== "*" && !known.groups.has(group));
	const isOpen = resource === "*" || isForeign || served.length === 0;
	return { text, resource, subresource, served, isOpen };
}

function verbsOf(row: CatalogResource, subresource: string): readonly string[] | undefined {
	if (subresource === "") return row.verbs;
	if (subresource === "finalizers") return ["update"];
	// Any key of an extra is a subresource: `userextras/scopes`.
	if (row.resource === "userextras") return row.verbs;
	return row.subresources.find(({ name }) => name === subresource)?.verbs;
}
