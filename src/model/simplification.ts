import type { Reference } from "./answer.ts";
import type { Place } from "./origin.ts";
import type { PolicyRule } from "./rule.ts";

/** What becomes of one rule of a role, or of words in it. Rules are named by their index in the role. */
export type RuleChange =
	/** The rule goes: others, as they are, allow all of it. */
	| { readonly kind: "covered"; readonly rule: number; readonly by: readonly number[] }
	/** The rule goes: others take it in. */
	| { readonly kind: "merged"; readonly rule: number; readonly into: readonly number[] }
	/** Words are added to the rule, for those that it takes in. */
	| WordChange<"extended">
	/** Words go: what they allow is allowed by these rules, or by the rest of the rule itself when there are none. */
	| (WordChange<"needless"> & { readonly by: readonly number[] })
	/** A rule, or words of it, that no request ever matches goes. */
	| (Partial<WordChange<"inert">> & { readonly kind: "inert"; readonly rule: number });

interface WordChange<Kind extends string> {
	readonly kind: Kind;
	readonly rule: number;
	readonly field: keyof PolicyRule;
	readonly words: readonly string[];
}

/** A rule, or words of it, that do not do what they seem to. */
export interface RuleRemark {
	/**
	 * `inert`: no request ever matches, `misspelled`: nor does one while nothing is called so, `unused`: nor as the role
	 * is bound now, `partly`: fewer than one might think.
	 */
	readonly kind: "inert" | "misspelled" | "unused" | "partly";
	readonly rule: number;
	/** Undefined where it is the whole rule. */
	readonly field: keyof PolicyRule | undefined;
	readonly words: readonly string[];
	readonly why: string;
}

/** A role and the fewest rules it needs. */
export interface SimplifiedRole {
	readonly role: Reference;
	readonly rules: readonly PolicyRule[];
	readonly places: readonly Place[];
	/** What becomes of each rule; undefined for one that goes. */
	readonly become: readonly (PolicyRule | undefined)[];
	readonly changes: readonly RuleChange[];
	readonly remarks: readonly RuleRemark[];
	/** `exact`: the same set of requests. `effective`: the same but for requests that nobody can make. */
	readonly proof: "exact" | "effective";
	/** Why the role is left as it is, although it could be simplified; undefined where it is not. */
	readonly left: string | undefined;
}

/** All roles of an input. */
export interface Simplification {
	/** Those that can be simplified and those there is a remark on. */
	readonly roles: readonly SimplifiedRole[];
	readonly total: number;
	readonly rulesBefore: number;
	readonly rulesAfter: number;
	/** Were the files changed? */
	readonly written: boolean;
}

/** Can the role be written with less, and may it be? */
export function isSimpler({ changes, left }: SimplifiedRole): boolean {
	return changes.length > 0 && left === undefined;
}
