import type { Identity } from "../model/identity.ts";
import { editDistance } from "../model/nearest.ts";
import { accountOfUserName, type Subject } from "../model/subject.ts";

/**
 * How unlike a binding's subject is to an identity, for ranking: 0 the same account name in another namespace,
 * 1 a near spelling, 2 a group, 3 another account of the same namespace, 4 anyone else.
 */
export function subjectDistance(subject: Subject, identity: Identity): number {
	const account = accountOfUserName(identity.name);
	if (subject.kind === "Group") {
		return identity.groups.some((group) => isNear(group, subject.name)) ? 1 : 2;
	}
	if (subject.kind === "User" || account === undefined) {
		return isNear(identity.name, subject.name) ? 1 : 4;
	}
	if (subject.name === account.name) return 0;
	if (subject.namespace !== account.namespace) return 4;
	return isNear(subject.name, account.name) ? 1 : 3;
}

function isNear(one: string, other: string): boolean {
	return one !== "" && one.length > 3 && editDistance(one, other, 2) <= 2;
}
