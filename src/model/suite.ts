import type { Place } from "./origin.ts";
import type { PolicyRule } from "./rule.ts";

/** A text of a suite with its place, so that whatever is wrong with it can be told there. */
export interface SuiteText {
	readonly text: string;
	readonly place: Place;
}

/** A permission in either spelling: a phrase, or the fields of a rule with the namespaces it counts in. */
export type PermissionWords =
	| {
			readonly kind: "phrase";
			readonly text: string;
			readonly place: Place;
			/** One of several in `[ ]`, where YAML ends a text at a comma. */
			readonly isInBrackets?: boolean;
	  }
	| {
			readonly kind: "rule";
			readonly rule: PolicyRule & { readonly namespaces?: readonly string[] };
			readonly place: Place;
	  }
	/** All that a role gives, everywhere or in one namespace. */
	| {
			readonly kind: "role";
			readonly role: SuiteText;
			readonly namespace: string | undefined;
			readonly place: Place;
	  }
	/** All that a subject may do. */
	| { readonly kind: "subject"; readonly subject: SuiteText; readonly place: Place };

/** Where the policy under test comes from; paths are relative to the suite. */
export type SuiteInput =
	| {
			readonly kind: "manifests";
			readonly paths: readonly SuiteText[];
			/** Files, folders and patterns of those that are left out. */
			readonly exclude: readonly SuiteText[];
	  }
	| {
			readonly kind: "helm";
			readonly chart: SuiteText;
			readonly release: string;
			/** That of the suite where the input says none. */
			readonly namespace: string;
			readonly hasNamespace: boolean;
			readonly values: readonly SuiteText[];
	  }
	| { readonly kind: "kustomize"; readonly path: SuiteText }
	| { readonly kind: "snapshot"; readonly file: SuiteText }
	| { readonly kind: "live"; readonly context: SuiteText };

export type TestSeverity = "info" | "warning" | "error" | "critical";

export type BaselineWords =
	| { readonly kind: "git"; readonly ref: SuiteText }
	| { readonly kind: "snapshot"; readonly file: SuiteText }
	| {
			readonly kind: "manifests";
			readonly paths: readonly SuiteText[];
			readonly exclude: readonly SuiteText[];
	  }
	| { readonly kind: "live"; readonly context: SuiteText };

/** A subject under a short name. */
export interface SuiteSubject {
	readonly place: Place;
	/** Empty where it could not be read. */
	readonly subject: SuiteText;
	/** Groups that no object tells of. */
	readonly groups: readonly string[];
	/** Created elsewhere: nothing in the inputs need name it. */
	readonly external: boolean;
}

/** Several subjects: names and aliases, `anyone`, `control-plane`, or the accounts of namespaces. */
export interface SubjectsWords {
	readonly place: Place;
	/** True for `any`: every subject there is or could be. */
	readonly any: boolean;
	readonly subjects: readonly SuiteText[];
	readonly not: readonly SuiteText[];
}

/** What a test asserts, before its words are read. */
export type Assertion = { readonly place: Place; readonly severity: TestSeverity } & (
	| {
			readonly kind: "allow" | "deny";
			/** A subject, or a role. */
			readonly of: SuiteText;
			readonly isRole: boolean;
			/** The namespace that a role is bound in; everywhere without it. */
			readonly in?: SuiteText | undefined;
			readonly permission: PermissionWords;
			readonly via: SuiteText | undefined;
			readonly soleVia: boolean;
			readonly because: SuiteText | undefined;
			/** A cell of a grid: a `.` under a verb that the resource does not have says nothing. */
			readonly isCell?: boolean;
	  }
	| {
			readonly kind: "atLeast" | "atMost" | "exactly";
			/** A subject, or a role. */
			readonly of: SuiteText;
			readonly isRole: boolean;
			/** The namespace that a role is bound in; everywhere without it. */
			readonly in?: SuiteText | undefined;
			readonly permissions: readonly PermissionWords[];
			readonly ignoring: readonly SuiteText[];
			/** Only requests that this cluster can receive count. */
			readonly catalogue: boolean;
	  }
	| {
			readonly kind: "budget";
			readonly of: SuiteText;
			readonly isRole: boolean;
			readonly in?: SuiteText | undefined;
			readonly limits: ReadonlyMap<string, number>;
			readonly ignoring: readonly SuiteText[];
	  }
	| {
			readonly kind: "only";
			readonly subjects: readonly SuiteText[];
			readonly permission: PermissionWords;
			readonly exhaustive: boolean;
	  }
	| {
			readonly kind: "forall";
			readonly among: SubjectsWords;
			readonly bound: "allow" | "deny" | "atMost";
			readonly permissions: readonly PermissionWords[];
			/** Undefined when nothing is said. */
			readonly ignoring: readonly SuiteText[] | undefined;
	  }
	| {
			readonly kind: "notBoth";
			readonly among: SubjectsWords;
			readonly first: PermissionWords;
			readonly second: PermissionWords;
	  }
	| {
			readonly kind: "disjoint";
			readonly subjects: readonly SuiteText[];
			readonly on: PermissionWords | undefined;
	  }
	| {
			readonly kind: "noNewAccess" | "noLostAccess" | "equivalent";
			readonly baseline: BaselineWords;
			readonly among: SubjectsWords;
			readonly exceptions: readonly AccessException[];
	  }
	| { readonly kind: "golden"; readonly subjects: readonly SuiteText[]; readonly file: SuiteText }
);

/** Access that a ratchet lets through until a day. */
export interface AccessException {
	readonly place: Place;
	/** A subject, or a role. */
	readonly subject: SuiteText;
	readonly isRole: boolean;
	readonly permission: PermissionWords;
	readonly reason: string;
	/** `2026-12-31`: the last day on which it counts. */
	readonly until: SuiteText | undefined;
}

/** Why a test is not held to, and until when. */
export interface SuiteMarker {
	readonly place: Place;
	readonly reason: string;
	readonly until: string;
	readonly issue: string | undefined;
}

export interface SuiteTest {
	readonly id: string;
	/** False for an id that was made of the name or the number. */
	readonly hasOwnId: boolean;
	readonly name: string;
	readonly place: Place;
	readonly tags: readonly string[];
	readonly assertions: readonly Assertion[];
	/** Not run. */
	readonly skip: SuiteMarker | undefined;
	/** Run, and must fail. */
	readonly knownFailure: SuiteMarker | undefined;
	readonly focus: boolean;
	/** Matching nothing is no mistake. */
	readonly allowEmpty: boolean;
}

/** What the cluster is taken to be. */
export interface SuiteCluster {
	readonly version: SuiteText | undefined;
	readonly bootstrapPolicy: boolean;
	readonly crds: readonly SuiteText[];
	readonly namespaces: readonly string[];
	/** No other namespace exists. */
	readonly isClosed: boolean;
	/** The members of groups, where they are known: a closed list. */
	readonly groups: ReadonlyMap<string, readonly SuiteText[]>;
	readonly unknownResources: "error" | "warn" | "allow";
}

/** Shares that have to be reached, in percent. */
export interface SuiteThresholds {
	readonly place: Place;
	readonly ruleCoverage: number | undefined;
	readonly decisiveCoverage: number | undefined;
	readonly mutationScore: number | undefined;
	readonly criticalMutationScore: number | undefined;
	/** How many critical rights may be gained without a test noticing. */
	readonly criticalSlack: number | undefined;
}

/** A suite file for one choice of its matrix values. */
export interface Suite {
	readonly file: string;
	readonly name: string;
	readonly description: string;
	readonly owner: string;
	readonly docs: string;
	readonly tags: readonly string[];
	/** `env=prod` for each matrix value. */
	readonly variant: readonly string[];
	readonly inputs: readonly SuiteInput[];
	readonly cluster: SuiteCluster;
	readonly subjects: ReadonlyMap<string, SuiteSubject>;
	readonly sets: ReadonlyMap<string, readonly string[]>;
	readonly namespace: string;
	/** Did the suite say so itself? */
	readonly hasNamespace: boolean;
	readonly tests: readonly SuiteTest[];
	readonly thresholds: SuiteThresholds | undefined;
}

/** Something wrong with a suite: its tests are not run. A warning does not stop them. */
export interface SuiteProblem {
	/** The ids of the tests that alone are not run for it; undefined for all of them. */
	readonly tests?: readonly string[];
	readonly severity: "error" | "warning";
	readonly message: string;
	readonly place: Place;
}
