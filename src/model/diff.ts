import type { Chain, Gap } from "./answer.ts";
import type { Request } from "./request.ts";
import type { Statement } from "./statement.ts";
import type { Subject } from "./subject.ts";

/** What was done to the objects: `binding` is a new or a removed one, `subject` one named in it, and so on. */
export type Edit = "binding" | "roleRef" | "subject" | "role" | "rule" | "aggregation" | "member";

/** The grant that gives what was gained, or gave what was lost, and what was done to it. */
export interface Cause {
	readonly edit: Edit;
	readonly chain: Chain;
}

/**
 * `effective`: the cluster receives such requests. `latent`: it would, if something served or asked for them. `inert`:
 * no client can send them.
 */
export type Effect = "effective" | "latent" | "inert";

/** One line of what somebody gained or lost. */
export interface Change {
	readonly effect: Effect;
	readonly line: Statement;
	readonly causes: readonly Cause[];
	/** One such request, checked: allowed on one side and not on the other. */
	readonly witness: Request;
}

/** How what somebody may do relates to what they might do before, by requests that have an effect. */
export type Relation = "more" | "less" | "incomparable" | "same";

/** What changed for somebody; subjects for whom the same changed stand together. */
export interface SubjectDiff {
	readonly subjects: readonly Subject[];
	readonly relation: Relation;
	readonly gained: readonly Change[];
	readonly lost: readonly Change[];
	/** The most telling of what was gained and lost, checked as witnesses are: ways to more power, and to secrets. */
	readonly gainedExamples: readonly Request[];
	readonly lostExamples: readonly Request[];
	/** False where lines were left out because there are too many to be of use. */
	readonly isWhole: boolean;
}

/** The answer to "who gained and lost what?". */
export interface Diff {
	/** The two sides, as the user named them. */
	readonly before: string;
	readonly after: string;
	/** Those for whom something changed. */
	readonly subjects: readonly SubjectDiff[];
	/** How many subjects the two sides name together. */
	readonly compared: number;
	/** What is missing on one side and may hide a change. */
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}
