import type { AuditSeverity, PolicyText } from "./audit-policy.ts";
import type { Place } from "./origin.ts";

/** What somebody accepts, and until when: by an annotation, or by an entry of a file. */
export interface Acceptance {
	readonly by: "annotation" | "file";
	/** Globs over the ids of policies. */
	readonly policies: readonly PolicyText[];
	readonly reason: string;
	/** The last day on which it counts: `2026-12-31`. */
	readonly until: string;
	readonly place: Place;
}

/** An entry of a file of suppressions: all that it says has to be so. Stars stand for any text. */
export interface SuppressionEntry extends Acceptance {
	readonly by: "file";
	/** Over `sa:ns/name`, `user:name`, `group:name`. */
	readonly subject: string | undefined;
	/** Over the namespace that the finding is about: what is cluster-wide has none. */
	readonly namespace: string | undefined;
	/** Over `Role/ns/name`, `ClusterRole/name`, or the name alone: every way has to go through it. */
	readonly role: string | undefined;
	/** The same for bindings. */
	readonly binding: string | undefined;
	/** Over `Kind/ns/name`, `Kind/name`, of findings about an object. */
	readonly object: string | undefined;
	readonly fingerprint: string | undefined;
	readonly owner: string | undefined;
	readonly ticket: string | undefined;
}

/** A finding of an earlier audit. */
export interface BaselineFinding {
	readonly fingerprint: string;
	readonly policy: string;
	readonly severity: AuditSeverity;
}

/** What an earlier audit found, which is accepted. */
export interface AuditBaseline {
	readonly findings: readonly BaselineFinding[];
	readonly place: Place;
}

/** How a file with a baseline begins. */
export const baselineHead = { apiVersion: "rolecall.dev/v1", kind: "AuditBaseline" } as const;
