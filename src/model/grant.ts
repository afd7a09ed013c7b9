import type { Role } from "./role.ts";
import type { PolicyRule } from "./rule.ts";

/** A rule together with the role that declares it: for an aggregated ClusterRole that is another one. */
export interface SourcedRule {
	readonly rule: PolicyRule;
	readonly declaredIn: Role;
	/** The index in `declaredIn.rules`. */
	readonly index: number;
	/** The roles the rule came through by aggregation, from the bound role's selected one to `declaredIn`; usually empty. */
	readonly through: readonly Role[];
}

/** A role as the authorizer sees it: the stored rules, aggregation done. */
export interface EffectiveRole {
	readonly role: Role;
	readonly rules: readonly SourcedRule[];
}
