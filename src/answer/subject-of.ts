import type { Identity } from "../model/identity.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";

/** How a binding names an identity; one of which only groups are known, by its first group. */
export function subjectOf(identity: Identity): Subject {
	if (identity.name === "") return { kind: "Group", name: identity.groups[0] ?? "" };
	const account = accountOfUserName(identity.name);
	if (account === undefined) return { kind: "User", name: identity.name };
	return { kind: "ServiceAccount", ...account };
}
