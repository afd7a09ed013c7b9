import type { AuditPolicy, PolicyVariant } from "../model/audit-policy.ts";
import type { Clause } from "./clause.ts";
import type { Proof } from "./proof.ts";

/** A policy of which something holds. */
export interface Fired {
	readonly policy: AuditPolicy;
	readonly variants: readonly FiredVariant[];
}

export interface FiredVariant {
	readonly variant: PolicyVariant;
	readonly clause: Clause;
	readonly proof: Proof;
}

export type ScopeKind = "cluster" | "sensitive" | "namespace";
