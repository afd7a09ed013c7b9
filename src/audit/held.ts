import type { EffectiveRole } from "../model/grant.ts";
import type { Match } from "../resolve/bound-role.ts";

/** A role that counts for somebody, with the binding that brought it. */
export interface Held {
	readonly match: Match | undefined;
	readonly role: EffectiveRole;
	/** "" for what counts everywhere. */
	readonly namespace: string;
}
