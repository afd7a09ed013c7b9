/** What a suite file says under a key: texts, lists and mappings. */
export type DraftWords = string | readonly DraftWords[] | { readonly [key: string]: DraftWords };

export interface DraftTest {
	readonly id: string;
	/** Sentences for a reader, above the test. */
	readonly comments: readonly string[];
	/** The keys of the test, in their order; without any, only the comments are there. */
	readonly words: Readonly<Record<string, DraftWords>>;
}

/** Tests that belong together, under a sentence that says what they are for. */
export interface DraftSection {
	readonly title: string;
	readonly tests: readonly DraftTest[];
}

export interface DraftNamespace {
	readonly name: string;
	/** Sentences for a reader, where nobody has said that it is this one. */
	readonly comments: readonly string[];
}

/** A suite that is to be written: as its maintainer would have it. */
export interface SuiteDraft {
	readonly name: string;
	/** Sentences for a reader, at the top. */
	readonly comments: readonly string[];
	readonly inputs: readonly DraftWords[];
	/** Undefined where the inputs say it. */
	readonly version: string | undefined;
	/** Namespaces that the suite speaks of. */
	readonly namespaces: readonly string[];
	/** Subjects by their aliases. */
	readonly subjects: ReadonlyMap<string, string>;
	/** Where objects without a namespace go; undefined where there are none. */
	readonly namespace: DraftNamespace | undefined;
	readonly sections: readonly DraftSection[];
}
