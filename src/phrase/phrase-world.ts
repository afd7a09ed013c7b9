import type { Catalog } from "../model/catalog.ts";

/** What the words of a phrase are read by. */
export interface PhraseWorld {
	readonly catalog: Catalog;
	/** The namespaces that exist or are spoken of: what a glob is resolved over. */
	readonly namespaces: readonly string[];
	/** Where requests for namespaced resources are meant when a phrase does not say. */
	readonly defaultNamespace: string;
	/** What `own namespace` means; undefined where no account is asked about. */
	readonly ownNamespace?: string;
	/** Own words for several verbs, resources or namespaces, by what is in them. */
	readonly sets?: ReadonlyMap<string, readonly string[]>;
	/** Does a rule name this resource, or any of the group, which the catalogue need not know? */
	readonly isNamedByRule?: (resource: string | undefined, apiGroup: string) => boolean;
}
