import type { CatalogResource } from "../model/catalog.ts";
import { isNamespaceItself } from "../model/deciding-namespace.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { anyWord } from "../sets/space.ts";
import type { CompiledPhrase } from "./compile-phrase.ts";
import { namespaceObjects } from "./namespace-objects.ts";
import { namesMeant } from "./namespaces-meant.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { Remarks } from "./remarks.ts";
import { sideHas } from "./side-words.ts";

/** A permission in the fields of an RBAC rule, which mean what they mean there, and the namespaces it counts in. */
export interface ScopedRule extends PolicyRule {
	/** Names, globs, `*` for every namespace, "" for cluster-wide; left out, it is up to each resource as in a phrase. */
	readonly namespaces?: readonly string[];
}

/** The requests that a rule means: the second spelling of a permission, without short names and other comfort. */
export function compileRule(
	sets: PermissionSets,
	rule: ScopedRule,
	world: PhraseWorld,
): CompiledPhrase | { readonly error: string } {
	const remarks = new Remarks();
	const namespaces = sideOf(rule.namespaces, world, remarks);
	if (namespaces !== undefined && "error" in namespaces) return namespaces;
	const ofPaths = sets.ofRules([{ ...rule, apiGroups: [], resources: [] }]);
	if (!ofPaths.isEmpty && namespaces !== undefined && !sideHas(namespaces, "")) {
		return {
			error: 'nonResourceURLs are in no namespace: expected "" among `namespaces`, or none',
		};
	}
	const ofResources =
		namespaces === undefined
			? byDefault(sets, rule, world)
			: sets
					.ofRules([{ ...rule, nonResourceURLs: [] }])
					.intersection(sets.resourceRequests({ namespace: namespaces }));
	const set = ofPaths.union(ofResources);
	return { set, notes: remarks.notes, warnings: remarks.warnings };
}

function sideOf(
	namespaces: readonly string[] | undefined,
	world: PhraseWorld,
	remarks: Remarks,
): Side | { readonly error: string } | undefined {
	if (namespaces === undefined) return undefined;
	const isEvery = namespaces.includes("*");
	const hasNone = namespaces.includes("");
	const names: string[] = hasNone ? [""] : [];
	for (const [index, text] of namespaces.entries()) {
		if (text === "" || text === "*") continue;
		try {
			const word = { kind: "word", text, column: 1, length: text.length } as const;
			names.push(...namesMeant(word, world, remarks));
		} catch (error) {
			if (!(error instanceof PhraseError)) throw error;
			return { error: `namespaces[${index}]: ${error.message}` };
		}
	}
	if (!isEvery) return { only: [...new Set(names)] };
	return { except: hasNone ? [] : [""] };
}

/** Each resource where requests for it are made. */
function byDefault(sets: PermissionSets, rule: ScopedRule, world: PhraseWorld): PermissionSet {
	const pairs = rule.apiGroups.flatMap((apiGroup) =>
		rule.resources.map((entry) => pairSet(sets, rule, apiGroup, entry, world)),
	);
	return sets.union(pairs);
}

function pairSet(
	sets: PermissionSets,
	rule: ScopedRule,
	apiGroup: string,
	entry: string,
	{ catalog, namespaces, defaultNamespace }: PhraseWorld,
): PermissionSet {
	const all = sets.ofRules([
		{ ...rule, apiGroups: [apiGroup], resources: [entry], nonResourceURLs: [] },
	]);
	const within = (namespace: string, row?: CatalogResource): PermissionSet =>
		all.intersection(
			sets.resourceRequests({
				namespace: { only: [namespace] },
				...(row !== undefined && {
					apiGroup: { only: [row.group] },
					resource: { only: [row.resource] },
				}),
			}),
		);
	const [resource = "", ...rest] = entry.split("/");
	const rows = catalog.resources.filter(
		(row) =>
			(apiGroup === "*" || row.group === apiGroup) &&
			(resource === "*" || row.resource === resource),
	);
	if (apiGroup === "*" || resource === "*") {
		const clusterScoped = rows.filter(({ namespaced }) => !namespaced);
		return sets.union([within(defaultNamespace), ...clusterScoped.map((row) => within("", row))]);
	}
	if (isNamespaceItself(apiGroup, resource)) {
		const names = rule.resourceNames;
		const request = {
			apiGroup: { only: [apiGroup] },
			resource: { only: [resource] },
			subresource: { only: [rest.join("/")] },
			verb: rule.verbs.includes("*") ? anyWord : { only: rule.verbs },
			name: names.length === 0 ? anyWord : { only: names },
		};
		return all.intersection(namespaceObjects(sets, request, namespaces));
	}
	return within(rows[0]?.namespaced === false ? "" : defaultNamespace);
}
