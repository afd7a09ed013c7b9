import type { Place } from "./origin.ts";
import type { Statement } from "./statement.ts";

/** A mistake that gives more than was meant, or less. */
export type MutationOperator = OverGrant | UnderGrant;

type OverGrant =
	| "VerbAdd"
	| "VerbStar"
	| "ResourceAdd"
	| "SubresourceAdd"
	| "ResourceStar"
	| "GroupStar"
	| "NamesDrop"
	| "NamesAdd"
	| "UrlWiden"
	| "ScopeWiden"
	| "RoleRefRaise"
	| "SubjectAdd"
	| "SubjectWiden"
	| "BindingCopy"
	| "AggregateLabelAdd";

export type UnderGrant =
	| "RuleDelete"
	| "VerbRemove"
	| "ResourceRemove"
	| "GroupWrong"
	| "NamesRestrict"
	| "NamesRemove"
	| "UrlRemove"
	| "ScopeNarrow"
	| "BindingDelete"
	| "SubjectRemove"
	| "SubjectTypo"
	| "RoleRefDangling"
	| "AggregateLabelRemove";

/** A mistake that no check noticed. */
export interface SurvivedMutant {
	readonly operator: MutationOperator;
	/** It gives somebody something dangerous. */
	readonly critical: boolean;
	readonly object: string;
	readonly change: string;
	readonly place: Place;
}

/** How many mistakes of a kind were judged, and how many of them a check noticed. */
export interface MutationTally {
	readonly judged: number;
	readonly killed: number;
}

/** What the checks notice of mistakes in the policy. */
export interface MutationReport {
	readonly made: number;
	/** Mistakes that change nobody's rights, left out. */
	readonly equivalent: number;
	/** Mistakes with the same outcome as an earlier one, left out. */
	readonly duplicate: number;
	readonly all: MutationTally;
	readonly over: MutationTally;
	readonly under: MutationTally;
	readonly critical: MutationTally;
	readonly survived: readonly SurvivedMutant[];
}

/** A rule, or a subject of a binding, and what the checks make of it. */
export interface CoveredLine {
	readonly kind: "rule" | "subject";
	/** `Role/payments/api rules[1]`, `RoleBinding/payments/api sa:payments/api`. */
	readonly name: string;
	readonly place: Place;
	/** A check asks about something that it gives. */
	readonly touched: boolean;
	/** How many checks fail when it goes. */
	readonly decisive: number;
	/** A check fails when it is made wider, in each direction in which that would give anything. */
	readonly bounded: boolean;
	/** Nobody loses anything when it goes: others give the same, or it gives nothing. */
	readonly redundant: boolean;
}

export interface CoverageReport {
	readonly lines: readonly CoveredLine[];
}

/** What could change for subjects, for each by itself, without any check failing. */
export interface SubjectSlack {
	/** `sa:payments/api`, or in words `anybody else`; those with the same slack together. */
	readonly subjects: readonly string[];
	/** Rights that it could gain, the most dangerous first, in lines. */
	readonly above: readonly Statement[];
	/** False where the lines tell only a part of them. */
	readonly isWhole: boolean;
	/** Dangerous rights among them: `create serviceaccounts/token`. */
	readonly critical: readonly string[];
	/** Rights that it could lose. */
	readonly below: readonly Statement[];
}

export interface SlackReport {
	readonly subjects: readonly SubjectSlack[];
	/** Of the rights that nobody has, how many could be gained by nobody without a check failing, in percent. */
	readonly pinnedAbove: number;
	readonly pinnedBelow: number;
}

/** How good the checks of a suite are. */
export interface SuiteAdequacy {
	readonly coverage: CoverageReport | undefined;
	readonly mutation: MutationReport | undefined;
	readonly slack: SlackReport | undefined;
}
