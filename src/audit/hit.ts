import type { Concerned } from "../model/audit.ts";
import type { AuditConfidence, AuditSeverity } from "../model/audit-policy.ts";
import type { Place } from "../model/origin.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import type { AuditWorld } from "./audit-world.ts";

/** What a check of the program's own found, about a subject or an object. */
export interface Hit {
	readonly concerned: Concerned;
	/** One sentence, lower case, no full stop, the user's words in backticks. */
	readonly message: string;
	readonly place: Place;
	readonly related?: readonly { readonly place: Place; readonly title: string }[];
	/** Where the policy's own is not right for this one. */
	readonly severity?: AuditSeverity;
	readonly confidence?: AuditConfidence;
	/** Where the finding is about one namespace. */
	readonly namespace?: string;
	/**
	 * What tells two findings of one policy about one object apart, by what is written and not by where: the offending
	 * word and the rule's content, never an index or a line.
	 */
	readonly key: string;
	readonly fix?: { readonly words: string; readonly edits: readonly FixEdit[] };
}

/** A policy that no condition over permissions can say. */
export type AuditCheck = (world: AuditWorld) => readonly Hit[];
