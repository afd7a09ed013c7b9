import type { Chain, Gap, Reference } from "./answer.ts";
import type { AuditConfidence, AuditPack, AuditPolicy, AuditSeverity } from "./audit-policy.ts";
import type { Place } from "./origin.ts";
import type { Request } from "./request.ts";
import type { Subject } from "./subject.ts";
import type { FixEdit, TextEdit } from "./suite-fix.ts";

/** Whom or what a finding is about. */
export type Concerned =
	| { readonly kind: "subject"; readonly subject: Subject }
	/** An object of the input: a role that nobody is bound to, a rule that matches nothing, a workload. */
	| { readonly kind: "object"; readonly object: Reference };

export type FindingScope =
	| { readonly kind: "cluster" }
	| {
			readonly kind: "namespace";
			readonly namespace: string;
			/** Why it counts as sensitive; undefined where it does not. */
			readonly sensitive: string | undefined;
	  }
	/** Findings about an object have none. */
	| { readonly kind: "object" };

/** Why a severity is not the one the policy has for such a scope. */
export interface SeverityChange {
	readonly reason: string;
	readonly from: AuditSeverity;
	readonly to: AuditSeverity;
}

/** Why a finding does not count. */
export interface Suppression {
	readonly by: "annotation" | "file" | "baseline";
	readonly reason: string;
	/** The last day, `2026-12-31`; undefined for a baseline. */
	readonly until: string | undefined;
	readonly place: Place;
}

/** One thing that the audit found. */
export interface Finding {
	/** The policy's id. */
	readonly policy: string;
	/** The variants that hold, the gravest first; empty for a policy of a check. */
	readonly variants: readonly string[];
	readonly pack: AuditPack;
	readonly severity: AuditSeverity;
	readonly confidence: AuditConfidence;
	readonly concerned: Concerned;
	readonly scope: FindingScope;
	/** One sentence, lower case, no full stop: `sa:ci/deployer can read every Secret in payments`. */
	readonly message: string;
	/** What fired, as phrases: `list secrets everywhere`; empty for findings about objects. */
	readonly permissions: readonly string[];
	/** A request that is allowed and shows it; undefined for findings about objects. */
	readonly example: Request | undefined;
	/** How the subject comes to it; empty for findings about objects. */
	readonly chains: readonly Chain[];
	/** Where to look first. */
	readonly place: Place;
	readonly related: readonly { readonly place: Place; readonly title: string }[];
	/** Ids of policies whose findings follow from this one. */
	readonly implies: readonly string[];
	readonly changes: readonly SeverityChange[];
	/** Nobody has it yet: a role without a binding. */
	readonly isLatent: boolean;
	/** What runs as the account. */
	readonly workloads: readonly Reference[];
	/** The smallest change that mends it; undefined where none is known. */
	readonly fix: FindingFix | undefined;
	/** The same for the same finding, wherever it moves: `rc1:…`. */
	readonly fingerprint: string;
	readonly suppressed: Suppression | undefined;
}

/** A change that mends a finding. */
export interface FindingFix {
	/** What the check that found it says: `write the plural`; empty where the edits say it all. */
	readonly words: string;
	readonly edits: readonly FixEdit[];
	/** Who else has less afterwards. */
	readonly others?: readonly Subject[];
	/** The same as changes of files, where they were asked for and can be made. */
	readonly texts?: readonly TextEdit[];
	/** The same as a unified diff. */
	readonly patch?: string;
}

/** Something wrong with what suppresses findings: expired, unused, without a reason. */
export interface AuditRemark {
	readonly severity: "error" | "warning" | "note";
	readonly message: string;
	readonly place: Place;
}

/** All that an audit says. */
export interface Audit {
	/** The gravest first, then by subject and policy; suppressed ones too. */
	readonly findings: readonly Finding[];
	/** The policies that were asked, whether they found something or not. */
	readonly policies: readonly AuditPolicy[];
	/** How many subjects were left out that have nothing but what every API server grants its own parts. */
	readonly hiddenSystem: number;
	readonly remarks: readonly AuditRemark[];
	/** What was not read, and may hide findings. */
	readonly gaps: readonly Gap[];
	readonly kubernetesVersion: string;
	/** How much was looked at; of the subjects, those that were not left out. */
	readonly subjects: number;
	readonly roles: number;
	readonly bindings: number;
}
