/** One resource the API server serves, in one API group, with what its versions have in common. */
export interface CatalogResource {
	/** "" is the core group. */
	readonly group: string;
	/** The plural used in requests and rules. */
	readonly resource: string;
	readonly singular: string;
	readonly kind: string;
	readonly shortNames: readonly string[];
	readonly namespaced: boolean;
	/** The versions that serve it, the preferred one first. */
	readonly versions: readonly string[];
	readonly verbs: readonly string[];
	readonly subresources: readonly CatalogSubresource[];
	/** Set for what is only ever authorized, never served: `users`, `groups`, `signers` … */
	readonly virtual?: boolean;
	/** Served only where an API group or feature is switched on that is off by default. */
	readonly offByDefault?: boolean;
}

export interface CatalogSubresource {
	readonly name: string;
	readonly verbs: readonly string[];
}

/** The resources of one cluster, in the order of its discovery. */
export interface Catalog {
	readonly resources: readonly CatalogResource[];
}

/** A resource a word may mean, and what of it the word named. */
export interface ResourceMatch {
	readonly resource: CatalogResource;
	readonly by: "plural" | "singular" | "shortName";
}

/**
 * The resources a word means, as kubectl resolves it, the one it takes first: plural, singular or kind, short name,
 * `resource.group` with the group or its beginning, `resource.version.group`. What is only authorized (virtual) or
 * off by default comes after what every cluster serves.
 */
export function findResource(catalog: Catalog, word: string): readonly ResourceMatch[] {
	const lower = word.toLowerCase();
	const [resource = "", version, ...rest] = lower.split(".");
	if (version === undefined) return lookUp(catalog, resource, undefined, undefined);
	if (rest.length > 0) {
		const found = lookUp(catalog, resource, rest.join("."), version);
		if (found.length > 0) return found;
	}
	return lookUp(catalog, resource, [version, ...rest].join("."), undefined);
}

function lookUp(
	catalog: Catalog,
	word: string,
	group: string | undefined,
	version: string | undefined,
): readonly ResourceMatch[] {
	const { resources } = catalog;
	const named = (group === undefined ? resources : resources.filter((r) => r.group === group)).some(
		(r) => r.resource === word || r.singular === word,
	);
	const short = named ? undefined : byShortName(resources, word, group);
	if (short !== undefined) {
		// kubectl takes the first short name only, and forgets a version that was given with it.
		return [{ resource: short, by: "shortName" }];
	}
	const matches: ResourceMatch[] = [];
	for (const resource of resources) {
		const by = resource.resource === word ? "plural" : "singular";
		if (by === "singular" && resource.singular !== word) continue;
		if (isIn(resource, group, version)) matches.push({ resource, by });
	}
	return matches.sort((a, b) => rank(a.resource) - rank(b.resource));
}

function byShortName(
	resources: readonly CatalogResource[],
	word: string,
	group: string | undefined,
): CatalogResource | undefined {
	const short = resources
		.filter((r) => r.shortNames.includes(word))
		.sort((a, b) => rank(a) - rank(b));
	if (group === undefined) return short[0];
	return short.find((r) => r.group === group) ?? short.find((r) => r.group.startsWith(group));
}

function isIn(
	resource: CatalogResource,
	group: string | undefined,
	version: string | undefined,
): boolean {
	if (group === undefined) return true;
	if (version === undefined) return resource.group.startsWith(group);
	return resource.group === group && resource.versions.includes(version);
}

function rank(resource: CatalogResource): number {
	if (resource.offByDefault === true) return 2;
	return resource.virtual === true ? 1 : 0;
}
