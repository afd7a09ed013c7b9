import type { EffectiveRole } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import type { Place } from "../model/origin.ts";
import type { Subject } from "../model/subject.ts";
import type { SuiteTest, TestSeverity } from "../model/suite.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Baseline } from "./suite-world.ts";

/** Somebody, or a role as it would be bound. */
export type Who =
	| { readonly kind: "subject"; readonly subject: Subject; readonly identity: Identity }
	| {
			readonly kind: "role";
			readonly name: string;
			readonly role: EffectiveRole;
			/** Where it would be bound; undefined for everywhere. */
			readonly namespace: string | undefined;
	  };

/** Is a subject that a binding names one of those that are meant? */
export type Covers = (subject: Subject) => boolean;

/** What a check says, in sets: nearly everything a suite asserts is a bound from below or from above. */
export type Claim =
	/** All of `required`, and nothing of `forbidden`. */
	| {
			readonly kind: "bound";
			readonly who: Who;
			readonly required: PermissionSet;
			readonly forbidden: PermissionSet;
			/** `RoleBinding/payments/api -> Role/payments/api`: one of the grants, or the only one. */
			readonly via: string | undefined;
			readonly soleVia: boolean;
			/** In what the nearest grant differs. */
			readonly because: string | undefined;
			/** `user:NAME`, `group:NAME`: what these gain by their bindings is held against nobody. */
			readonly follows?: ReadonlySet<string>;
	  }
	/** Nobody whom `covers` does not cover has anything of `forbidden`, also not those nobody has named yet. */
	| {
			readonly kind: "closed";
			readonly covers: Covers;
			readonly forbidden: PermissionSet;
			/** What is not held against a subject. */
			readonly ignored: (subject: Subject) => PermissionSet;
			readonly follows?: ReadonlySet<string>;
	  }
	/** No two of them have anything of `on` in common. */
	| { readonly kind: "disjoint"; readonly whos: readonly Who[]; readonly on: PermissionSet }
	/** Nobody has something of the first and something of the second. */
	| {
			readonly kind: "notBoth";
			readonly isAmong: Covers;
			/** Those listed by name: they are asked with all that they have. */
			readonly whos: readonly Extract<Who, { kind: "subject" }>[];
			readonly first: PermissionSet;
			readonly second: PermissionSet;
	  }
	| {
			readonly kind: "budget";
			readonly who: Who;
			readonly limits: ReadonlyMap<string, number>;
			readonly ignored: PermissionSet;
	  }
	/** Nothing more, nothing less, or neither than on another side. */
	| {
			readonly kind: "ratchet";
			readonly baseline: Baseline;
			readonly isAmong: Covers;
			/** Those listed by name, though no binding may name them. */
			readonly whos: readonly Extract<Who, { kind: "subject" }>[];
			/** Are the roles that the inputs give to nobody compared too? */
			readonly roles: boolean;
			readonly counts: "gained" | "lost" | "both";
			readonly exceptions: readonly AccessLetThrough[];
	  };

/** New access that a ratchet does not mind. */
export interface AccessLetThrough {
	readonly covers: Covers;
	/** `ClusterRole/view`, or "" for subjects. */
	readonly role: string;
	readonly set: PermissionSet;
	/** `sa:payments/api can get secrets in payments`. */
	readonly title: string;
	readonly place: Place;
}

/** One atomic check: a claim with its name and place. */
export interface Check {
	/** Unique in the suite, and the same from run to run. */
	readonly id: string;
	readonly test: SuiteTest;
	readonly title: string;
	readonly place: Place;
	readonly severity: TestSeverity;
	/** What it says stands in a file that is written anew. */
	readonly isGolden: boolean;
	readonly claim: Claim;
}
