import type { Asked, Clause } from "./clause.ts";

/** What made a condition hold: the parts of it that did, and whether by names alone. */
export interface Proof {
	readonly parts: readonly ProofPart[];
	/** Every rule that counts lists resourceNames. */
	readonly isNamed: boolean;
}

export type ProofPart =
	| {
			readonly kind: "some";
			readonly asked: Asked;
			/** Globs: only rules count that list a name like these. */
			readonly named: readonly string[];
			/** Only rules count that list no names. */
			readonly isAnyName: boolean;
			/** Of the rules that list names, only these names count; undefined: all. */
			readonly shared: readonly string[] | undefined;
	  }
	| Extract<Clause, { kind: "every" }>;
