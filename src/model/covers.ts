import type { Gap, Reference, Verdict } from "./answer.ts";
import type { Effect } from "./diff.ts";
import type { Identity } from "./identity.ts";
import type { Request } from "./request.ts";
import type { Statement } from "./statement.ts";
import type { Subject } from "./subject.ts";

/** One of the two that are compared. */
export type CoversSide =
	/** A role, as if it were bound: "" is everywhere, else in this namespace alone. */
	| { readonly kind: "role"; readonly role: Reference; readonly namespace: string }
	| { readonly kind: "subject"; readonly subject: Subject; readonly identity: Identity };

/** One line of what the first lacks. */
export interface Lacking {
	readonly effect: Effect;
	readonly line: Statement;
	/** One such request, checked: the second allows it, the first does not. */
	readonly witness: Request;
}

/** A question for `rolecall can` that shows what one of the two, a subject, may do. */
export interface ShowingQuestion {
	readonly side: "left" | "right";
	readonly verdict: Verdict;
	/** The command line without the program's name. */
	readonly words: readonly string[];
}

/** The answer to "is the first at least the second?". */
export interface Covers {
	readonly left: CoversSide;
	readonly right: CoversSide;
	/** The only namespace that was asked about; undefined is everywhere. */
	readonly namespace: string | undefined;
	readonly verdict: Verdict;
	/** Is the second at least the first? */
	readonly converse: Verdict;
	readonly lacking: readonly Lacking[];
	/** False where the lines also say what is not lacking, because saying it exactly takes too many. */
	readonly isExact: boolean;
	/** False where lines were left out because there are too many to be of use. */
	readonly isWhole: boolean;
	/** The most telling witness. */
	readonly witness: Request | undefined;
	readonly shownBy: readonly ShowingQuestion[];
	readonly gaps: readonly Gap[];
	readonly notes: readonly string[];
}
