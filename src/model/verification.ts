import type { Verdict } from "./answer.ts";
import type { Identity } from "./identity.ts";
import type { Request } from "./request.ts";

/** A question on which rolecall and the live server differ. */
export interface Disagreement {
	readonly identity: Identity;
	readonly request: Request;
	readonly rolecall: Exclude<Verdict, "unknown">;
	readonly server: Exclude<Verdict, "unknown">;
	/** The server's own words, often "". */
	readonly reason: string;
	/** What may be behind it. */
	readonly cause: string;
}

/** What came of asking the server what rolecall answers too. */
export interface Verification {
	readonly context: string;
	readonly asked: number;
	readonly agreed: number;
	/** Questions that rolecall calls unknown, which the server settled. */
	readonly unknown: number;
	/** Questions that the server found wrong or would not answer. */
	readonly unanswered: number;
	readonly disagreements: readonly Disagreement[];
}
