/** What one part of a request may be: some words, or all but some. Alphabets are infinite: these two never meet. */
export type Side = { readonly only: readonly string[] } | { readonly except: readonly string[] };

/** A path, or all that begin with it. */
export interface PathPattern {
	readonly text: string;
	readonly isPrefix: boolean;
}

/** What a person can be told in one line: these verbs on each of these things, in these namespaces. */
export type Statement = ResourceStatement | PathStatement;

export interface ResourceStatement {
	readonly kind: "resource";
	readonly verbs: Side;
	readonly things: readonly Thing[];
	/** "" is no name. */
	readonly names: Side;
	/** "" is no namespace. */
	readonly namespaces: Side;
}

/** Resources with their subresources; "" among those is the resource itself. */
export interface Thing {
	readonly apiGroups: Side;
	readonly resources: Side;
	readonly subresources: Side;
}

export interface PathStatement {
	readonly kind: "path";
	readonly verbs: Side;
	readonly paths: readonly PathPattern[];
	/** Those of the paths that are not meant. */
	readonly except: readonly PathPattern[];
}
