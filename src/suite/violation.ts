import type { HeldSets } from "../answer/held-sets.ts";
import { formatSubject } from "../model/subject.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";

/** What contradicts a claim: a region that somebody has and should not, or has not and should. */
export interface Violation {
	readonly kind: "extra" | "missing" | "other";
	/** Undefined where it is about more than one. */
	readonly who: Who | undefined;
	readonly region: PermissionSet;
	/** Said where a region does not say it. */
	readonly summary: string | undefined;
	/** The other half, where it takes two: somebody else with the same, or another thing that goes with it. */
	readonly also?: { readonly who: Who; readonly region: PermissionSet };
	readonly notes: readonly string[];
}

/** What somebody may do, or a role gives. */
export function setOf(who: Who, identities: HeldSets): PermissionSet {
	if (who.kind === "subject") return identities.of(who.identity);
	const { kind, namespace, name } = who.role.role;
	const role = identities.grants.role(kind, namespace, name);
	if (role === undefined) return identities.sets.none;
	const set = identities.ofRole(role);
	return who.namespace === undefined ? set : identities.sets.inNamespace(set, who.namespace);
}

export function violation(kind: Violation["kind"], who: Who, region: PermissionSet): Violation {
	return { kind, who, region, summary: undefined, notes: [] };
}

export function nameOf(who: Who): string {
	return who.kind === "subject" ? formatSubject(who.subject) : who.name;
}
