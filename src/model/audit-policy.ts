import type { Place } from "./origin.ts";

/** How bad it is, the worst first. */
export const auditSeverities = ["critical", "high", "medium", "low", "info"] as const;
export type AuditSeverity = (typeof auditSeverities)[number];

/** Below 0 where the first is the graver one. */
export function compareSeverity(one: AuditSeverity, other: AuditSeverity): number {
	return auditSeverities.indexOf(one) - auditSeverities.indexOf(other);
}

/** One step better, never under low; what is info stays. */
export function lowered(severity: AuditSeverity): AuditSeverity {
	if (severity === "info" || severity === "low") return severity;
	return auditSeverities[auditSeverities.indexOf(severity) + 1] ?? severity;
}

/**
 * How sure: `certain` follows from the API server's code and the objects that were read; `likely` needs what is nearly
 * always so; `conditional` needs something that was not read; `heuristic` is read from names.
 */
export const auditConfidences = ["certain", "likely", "conditional", "heuristic"] as const;
export type AuditConfidence = (typeof auditConfidences)[number];

/** What kind of question a policy asks; `--pack` chooses by it. */
export const auditPacks = [
	"risk",
	"subjects",
	"least-privilege",
	"workloads",
	"custom-resources",
	"openshift",
	"platforms",
	"lint",
] as const;
export type AuditPack = (typeof auditPacks)[number];

/** A text of a policy with its place. */
export interface PolicyText {
	readonly text: string;
	readonly place: Place;
}

/** Kubernetes minors, both inclusive: `1.35`; undefined where there is no bound. */
export interface VersionBounds {
	readonly since?: string;
	readonly until?: string;
}

/** Where and when a condition counts. */
interface ConditionLimits extends VersionBounds {
	/** Globs over the namespace it is asked in; what holds everywhere holds there too. Undefined: all. */
	readonly namespaces?: readonly string[];
}

/** What has to be so, over the union of all grants of one identity in one scope. docs/audit-policies.md. */
export type Condition = ConditionLimits &
	(
		| {
				/** At least one request of the phrase, whatever its name. */
				readonly kind: "some";
				readonly phrase: PolicyText;
				/** Globs: only rules that list a name like these in resourceNames count. */
				readonly named: readonly string[];
				/** Only rules that list no resourceNames. */
				readonly isAnyName: boolean;
		  }
		/** Every request of the phrase. */
		| { readonly kind: "every"; readonly phrase: PolicyText }
		/** All that a default ClusterRole gives. */
		| { readonly kind: "role"; readonly role: PolicyText }
		/** Each of the phrases, for one and the same object. */
		| { readonly kind: "sameName"; readonly phrases: readonly PolicyText[] }
		| { readonly kind: "all"; readonly conditions: readonly Condition[] }
		| { readonly kind: "any"; readonly conditions: readonly Condition[] }
		| { readonly kind: "not"; readonly condition: Condition }
		/** Not here, and cluster-wide in none of the namespaces either. */
		| { readonly kind: "nowhere"; readonly condition: Condition }
	);

/** By where it holds: cluster-wide, in a sensitive namespace, in another one; undefined: no finding there. */
export interface SeverityByScope {
	readonly cluster: AuditSeverity | undefined;
	readonly sensitive: AuditSeverity | undefined;
	readonly namespace: AuditSeverity | undefined;
	/** The most it is where resourceNames limit every rule; undefined: one step lower. */
	readonly named: AuditSeverity | "same" | undefined;
}

/** One form of what a policy looks for; the gravest that holds is told, the others with it. */
export interface PolicyVariant {
	readonly id: string;
	/** What the subject can do, in words that follow it: `can read every Secret`. */
	readonly says: string;
	readonly when: Condition;
	readonly severity: SeverityByScope;
	readonly confidence: AuditConfidence;
}

/** A policy of the audit, as policies/audit/ID/policy.yaml has it. */
export interface AuditPolicy {
	readonly id: string;
	readonly title: string;
	readonly pack: AuditPack;
	/** For policies about objects: what the check alone does not say itself. */
	readonly severity: SeverityByScope;
	readonly confidence: AuditConfidence;
	/** Empty for a policy that checks of the program's own decide. */
	readonly variants: readonly PolicyVariant[];
	/** The names of the program's own checks; empty for all other policies. */
	readonly checks: readonly string[];
	/** Findings of the same subject and scope that follow from this one are told as a part of it. */
	readonly dominates: boolean;
	readonly why: string;
	readonly fix: string;
	/** Subjects that have this for good reason, as globs over `sa:ns/name`, `group:name`, `user:name`. */
	readonly except: readonly { readonly subject: string; readonly reason: string }[];
	/** Told only when asked for by `--only` or `--pack`. */
	readonly isOptional: boolean;
	readonly references: PolicyReferences;
	/** Where it was read; its folder holds the page. */
	readonly place: Place;
}

export interface PolicyReferences {
	/** Rows of the risk catalogue: RC222, RL118. */
	readonly catalogue: readonly string[];
	/** Controls of the CIS Kubernetes Benchmark. */
	readonly cis: readonly string[];
	/** Sections of the NSA/CISA hardening guide. */
	readonly nsa: readonly string[];
	/** Techniques of MITRE ATT&CK. */
	readonly attack: readonly string[];
	/** Pages of documentation. */
	readonly docs: readonly string[];
	/** By tool, its checks that this policy answers. */
	readonly peers: ReadonlyMap<string, readonly string[]>;
}
