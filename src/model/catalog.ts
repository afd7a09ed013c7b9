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
