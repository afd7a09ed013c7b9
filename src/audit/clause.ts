import type { AuditPolicy, PolicyVariant } from "../model/audit-policy.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import type { RequestBlock } from "../phrase/request-blocks.ts";
import type { PermissionSet } from "../sets/permission-set.ts";

/** A block of a phrase; where it came from does not matter. */
export type AskedBlock = Omit<RequestBlock, "about">;

/** What a phrase of a condition asks for; the number tells it from all others. */
export interface Asked {
	readonly number: number;
	/** The phrase as it is written. */
	readonly text: string;
	readonly resources: readonly AskedBlock[];
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
			/** A part of it: whoever does not have that has not all. */
			readonly part: Asked | undefined;
			/** Rules that give just this. */
			readonly rules: EffectiveRole["rules"];
	  }
	| { readonly kind: "sameName"; readonly asked: readonly Asked[] }
	| { readonly kind: "all"; readonly clauses: readonly Clause[] }
	| { readonly kind: "any"; readonly clauses: readonly Clause[] }
	| { readonly kind: "not"; readonly clause: Clause }
	/** Holds in namespaces like these, and everywhere. */
	| { readonly kind: "inside"; readonly namespaces: readonly string[]; readonly clause: Clause }
	| { readonly kind: "nowhere"; readonly clause: Clause }
	/** Of another Kubernetes version. */
	| { readonly kind: "never" };

export interface CompiledPolicy {
	readonly policy: AuditPolicy;
	readonly variants: readonly CompiledVariant[];
}

export interface CompiledVariant {
	readonly variant: PolicyVariant;
	readonly clause: Clause;
	/** Numbers of phrases of which one has to be touched, or the clause cannot hold; undefined: it may anyway. */
	readonly needs: readonly number[] | undefined;
}

/** The phrases without any of which a clause cannot hold. */
export function needsOf(clause: Clause): readonly number[] | undefined {
	switch (clause.kind) {
		case "some":
			return [clause.asked.number];
		case "every":
			return clause.part && [clause.part.number];
		case "sameName":
			return clause.asked.slice(0, 1).map(({ number }) => number);
		case "all":
			return clause.clauses.map(needsOf).find((needs) => needs !== undefined);
		case "any": {
			const needs = clause.clauses.map(needsOf);
			const known = needs.filter((one) => one !== undefined);
			return known.length < needs.length ? undefined : known.flat();
		}
		case "inside":
			return needsOf(clause.clause);
		case "never":
			return [];
		case "not":
		case "nowhere":
			return undefined;
	}
}
