import { filledSubject } from "../answer/chain.ts";
import type { HeldSets } from "../answer/held-sets.ts";
import { identityOfSubject } from "../answer/subjects.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "./claim.ts";

/** A subject that bindings name, with what these bindings alone give. */
export interface OwnSet {
	readonly subject: Subject;
	readonly own: PermissionSet;
}

/** Each subject that bindings name, sorted. */
export function ownSets(identities: HeldSets): readonly OwnSet[] {
	const users = identities.userNames().map((name) => ({
		subject: subjectOfUser(name),
		own: identities.of({ name, groups: [] }),
	}));
	const groups = identities.groupNames().map((name) => ({
		subject: { kind: "Group", name } as const,
		own: identities.ofGroup(name),
	}));
	const key = ({ subject }: OwnSet): string => formatSubject(subject);
	return [...users, ...groups].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

export function subjectOfUser(name: string): Subject {
	return filledSubject({ kind: "User", name }, "");
}

export function whoOf(subject: Subject, grants: Grants): Extract<Who, { kind: "subject" }> {
	return { kind: "subject", subject, identity: identityOfSubject(grants, subject) };
}
