import type { AuditPolicy, PolicyVariant } from "../model/audit-policy.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import type { RequestBlock } from "../phrase/request-blocks.ts";
import type { PermissionSet } from "../sets/permission-set.ts";

/** What a phrase of a condition asks for; the number tells it from all others. */
export interface Asked {
	readonly number: number;
	/** The phrase as it is written. */
	readonly text: string;
	readonly resources: readonly RequestBlock[];
	readonly paths: readonly PathBlock[];
}

/** A condition with its phrases read, for one Kubernetes version. */
export type Clause =
	| {
			readonly kind: "some";
			readonly asked: Asked;
			readonly named: readonly string[];
			readonly isAnyName: boolean;
	  }
	| {
			readonly kind: "every";
			/** The phrase, or the default role, in words. */
			readonly text: string;
			/** By a ClusterRoleBinding, and what of it a RoleBinding can give. */
			readonly set: PermissionSet;
			readonly inside: PermissionSet;
			/** Rules that give just this. */
			readonly rules: EffectiveRole["rules"];
	  }
	| { readonly kind: "sameName"; readonly asked: readonly Asked[] }
	| { readonly kind: "all"; readonly clauses: readonly Clause[] }
	| { readonly kind: "any"; readonly clauses: readonly Clause[] }
	| { readonly kind: "not"; readonly clause: Clause }
	| { readonly kind: "nowhere"; readonly clause: Clause }
	/** Of another Kubernetes version. */
	| { readonly kind: "never" };

export interface CompiledPolicy {
	readonly policy: AuditPolicy;
	readonly variants: readonly { readonly variant: PolicyVariant; readonly clause: Clause }[];
}
