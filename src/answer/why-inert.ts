import type { Catalog, CatalogResource } from "../model/catalog.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";

/** Why no request ever matches a rule: the first reason that holds for all of it. */
export function whyInert(role: Role, rule: PolicyRule, catalog: Catalog): string {
	const reasons = [emptyReason, pathReason, nameReason, scopeReason, subresourceReason, verbReason];
	for (const reason of reasons) {
		const why = reason(rule, role, catalog);
		if (why !== undefined) return why;
	}
	return "no request that a client can send matches it";
}

type Reason = (rule: PolicyRule, role: Role, catalog: Catalog) => string | undefined;

const emptyReason: Reason = ({ verbs, apiGroups, resources, nonResourceURLs }) => {
	if (nonResourceURLs.length > 0 && verbs.length > 0) return undefined;
	const lists = { verbs, apiGroups, resources };
	for (const [field, list] of Object.entries(lists)) {
		if (list.length === 0) return `its ${field} are empty`;
	}
	if (!resources.every((entry) => entry.indexOf("/") === entry.length - 1)) return undefined;
	return "no subresource is named behind the slash";
};

const pathReason: Reason = ({ nonResourceURLs }) =>
	nonResourceURLs.length > 0 && !nonResourceURLs.some((url) => /^\/|^\*+$/.test(url))
		? "the path of every request begins with `/`"
		: undefined;

const nameReason: Reason = ({ verbs, resourceNames }) => {
	if (resourceNames.length === 0) return undefined;
	if (verbs.every((verb) => verb === "deletecollection")) {
		return "a deletecollection carries no name, and the rule is for named objects only";
	}
	return resourceNames.every((name) => name === "")
		? "a request for one object carries its name, which is not empty"
		: undefined;
};

const scopeReason: Reason = (rule, role, catalog) => {
	const rows = servedRows(rule, catalog);
	if (role.kind !== "Role" || rows.length === 0) return undefined;
	if (rows.some(({ namespaced }) => namespaced)) return undefined;
	const names = quoted(rows.map(({ resource }) => resource));
	const verb = rows.length === 1 ? "is" : "are";
	return `${names} ${verb} cluster-scoped, and a Role counts inside of its namespace only`;
};

const subresourceReason: Reason = (rule, _role, catalog) => {
	const rows = servedRows(rule, catalog);
	const unserved = rule.resources.filter((entry) => {
		const [resource = "", ...rest] = entry.split("/");
		const own = rows.filter((row) => row.resource === resource);
		return (
			own.length > 0 &&
			rest.length > 0 &&
			!own.some(({ subresources }) => subresources.some(({ name }) => name === rest.join("/")))
		);
	});
	return unserved.length > 0 && unserved.length === rule.resources.length
		? `the API server serves no ${quoted(unserved)}`
		: undefined;
};

const verbReason: Reason = ({ verbs, resources }, _role, _catalog) =>
	`nothing asks for ${quoted(verbs)} on ${quoted(resources)}`;

/** The resources that the rule names, subresources aside. */
function servedRows(
	{ apiGroups, resources }: PolicyRule,
	catalog: Catalog,
): readonly CatalogResource[] {
	const names = new Set(resources.map((entry) => entry.split("/")[0]));
	return catalog.resources.filter(
		({ group, resource }) =>
			names.has(resource) && (apiGroups.includes(group) || apiGroups.includes("*")),
	);
}

function quoted(words: readonly string[]): string {
	const shown = [...new Set(words)].map((word) => `\`${word}\``);
	const most = 4;
	const more = shown.length > most ? `, … ${shown.length - most} more` : "";
	return shown.slice(0, most).join(", ") + more;
}
