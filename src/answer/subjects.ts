import { groupIdentity, type Identity, identityOf } from "../model/identity.ts";
import { accountUserName, formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import type { Grants } from "../resolve/grants.ts";
import { filledSubject } from "./chain.ts";

/** A subject and the identity it stands for, with the groups it is known to be in. */
export interface KnownSubject {
	readonly subject: Subject;
	readonly identity: Identity;
}

interface SubjectsOptions {
	/** Also those that only the default policy's bindings name. */
	readonly builtIn?: boolean;
}

/** Every subject that a binding of the input names, each once, sorted; an account nobody can be is left out. */
export function subjectsOf(grants: Grants, options: SubjectsOptions = {}): readonly KnownSubject[] {
	const subjects = new Map<string, Subject>();
	for (const { binding } of grants.bound) {
		if (binding.builtIn && options.builtIn !== true) continue;
		for (const named of binding.subjects) {
			const subject = filledSubject(named, binding.namespace);
			if (subject.kind === "ServiceAccount" && subject.namespace === "") continue;
			subjects.set(formatSubject(subject), subject);
		}
	}
	return [...subjects]
		.sort(([one], [other]) => compareText(one, other))
		.map(([, subject]) => ({ subject, identity: identityOfSubject(grants, subject) }));
}

/** The identity a subject stands for: an account's groups, a user's known groups, any member of a group. */
export function identityOfSubject(grants: Grants, subject: Subject): Identity {
	switch (subject.kind) {
		case "Group":
			return groupIdentity(subject.name);
		case "User":
			return identityOf(subject.name, knownGroupsOf(grants, subject.name));
		case "ServiceAccount": {
			const name = accountUserName(subject.namespace, subject.name);
			const known = knownGroupsOf(grants, name);
			const { groups } = identityOf(name);
			return { name, groups: [...new Set([...groups, ...known])] };
		}
	}
}

/** The groups whose objects list a user. */
export function knownGroupsOf(grants: Grants, user: string): readonly string[] {
	return grants.snapshot.groups.filter(({ users }) => users.includes(user)).map(({ name }) => name);
}
