import type { Binding } from "./binding.ts";
import type { Role } from "./role.ts";
import type { PolicyRule } from "./rule.ts";
import type { Subject } from "./subject.ts";

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

/** One rule given to one subject by one binding through one role. */
export interface Grant {
	readonly binding: Binding;
	readonly subject: Subject;
	readonly subjectIndex: number;
	readonly role: Role;
	readonly rule: SourcedRule;
}

/** A binding whose role is not in the input: it may give more, never less. */
export interface MissingRole {
	readonly binding: Binding;
}
