import type { Gap, Reference, Verdict } from "./answer.ts";
import type { Identity } from "./identity.ts";
import type { Place } from "./origin.ts";
import type { ResourceRequest } from "./request.ts";
import type { PolicyRule } from "./rule.ts";
import type { Subject } from "./subject.ts";

/** How objects are written, which decides on the requests: see `requestsOf`. */
export type Manner = "apply" | "server-side-apply" | "update";

/**
 * Why the server would not take an object, in its own words. `power` is the verb, `bind` or `escalate`, that would let
 * the writer give away what it does not hold.
 */
export type Refusal =
	/** The writer may not make the request at all. */
	| { readonly kind: "permission"; readonly says: string; readonly request: ResourceRequest }
	/** The role, or the role that is bound, gives more than the writer holds. */
	| {
			readonly kind: "not-held";
			readonly says: string;
			/** As the server lists it. */
			readonly missing: readonly PolicyRule[];
			readonly wantedBy: readonly Wanting[];
			readonly power: PolicyRule;
	  }
	/** The bound role does not exist, and the writer may not bind it all the same. */
	| {
			readonly kind: "no-role";
			readonly says: string;
			readonly roleRef: Reference;
			readonly because: RoleFate;
	  }
	/** An aggregationRule gathers whatever there will be: only who holds everything may write it. */
	| { readonly kind: "aggregation"; readonly says: string; readonly power: PolicyRule }
	/** The roleRef of a binding never changes. */
	| { readonly kind: "immutable"; readonly says: string };

/**
 * Why a role is not there when it is bound: `refused` when it was to be written before, `later` when it is written
 * only after that, `absent` when nothing says anything of it.
 */
export type RoleFate = "refused" | "later" | "absent";

/** A rule that gives what the writer does not hold. */
export interface Wanting {
	/** The role that declares it. */
	readonly role: Reference;
	readonly ruleIndex: number;
	readonly rulePlace: Place;
	/** The part of it that is not held. */
	readonly missing: readonly PolicyRule[];
}

/** `unchanged`: the same stands there already, so that nothing is sent. */
export type WriteAction = "create" | "update" | "unchanged";

/** What would come of writing one object. */
export interface WriteCheck {
	readonly object: Reference;
	readonly action: WriteAction;
	readonly verdict: Verdict;
	/** All that stands in the way; the server says the first. */
	readonly refusals: readonly Refusal[];
	/** What is missing that could turn the refusals. */
	readonly gaps: readonly Gap[];
}

/** Rules to give to the writer: "" is cluster-wide. */
export interface GrantToWriter {
	readonly namespace: string;
	readonly rules: readonly PolicyRule[];
}

/**
 * What would let everything pass, once it is given to the writer. `hold`: what the writer has to hold itself. `power`:
 * the verbs `bind` and `escalate` instead, which let it give away what it does not hold.
 */
export interface Remedy {
	readonly by: "hold" | "power";
	readonly grants: readonly GrantToWriter[];
}

/** The answer to "would the server let this identity write these roles and bindings?". */
export interface GrantCheck {
	readonly identity: Identity;
	/** How a binding names the identity. */
	readonly subject: Subject;
	readonly manner: Manner;
	readonly verdict: Verdict;
	/** In the order in which they are written. */
	readonly writes: readonly WriteCheck[];
	/** How many RBAC objects are refused whoever writes them. */
	readonly invalid: number;
	/** How many objects of other kinds are not judged. */
	readonly others: number;
	readonly remedies: readonly Remedy[];
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}
