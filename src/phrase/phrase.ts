/** Where something stands in the text of a phrase: columns count from 1, in UTF-16 code units. */
export interface Span {
	readonly column: number;
	readonly length: number;
}

/** `any` or `*`; a word that may stand for more than itself; or a literal that is taken as it is. */
export type Term = Span &
	(
		| { readonly kind: "any" }
		| { readonly kind: "word"; readonly text: string }
		| { readonly kind: "literal"; readonly text: string }
	);

/** A term that cannot be `any`. */
export type Word = Exclude<Term, { readonly kind: "any" }>;

/** `(a,b)`, `(!a,b)`; without names `()` is nameless requests, and `(!)` all but those. */
export interface Names {
	readonly isExcept: boolean;
	readonly names: readonly Word[];
}

/** `deployments.apps/scale(web)`. */
export interface ResourceTerm extends Span {
	readonly resource: Term;
	/** Undefined for a plain `pods`, which the catalogue places. */
	readonly group: Term | undefined;
	readonly subresource: Term | undefined;
	readonly names: Names | undefined;
}

export type Target =
	| { readonly kind: "resources"; readonly resources: readonly ResourceTerm[] }
	| { readonly kind: "paths"; readonly paths: readonly Word[] };

/** `*`, `own namespace`, or names and globs; with `!` every other namespace. */
export type NamespaceTerms =
	| { readonly kind: "every" }
	| { readonly kind: "own" }
	| { readonly kind: "listed"; readonly isExcept: boolean; readonly namespaces: readonly Word[] };

export type Scope = Span &
	(
		| { readonly kind: "cluster-wide" }
		| { readonly kind: "everywhere" }
		| { readonly kind: "in" | "outside"; readonly namespaces: NamespaceTerms }
	);

/** A permission phrase as it was written: `get,list secrets outside payments`. See docs/phrases.md. */
export interface Phrase {
	readonly verbs: readonly Term[];
	readonly target: Target;
	/** Undefined where the phrase says none. */
	readonly scope: Scope | undefined;
}
