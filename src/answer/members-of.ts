import { allAccounts, allAuthenticated } from "../model/identity.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { filledSubject } from "./chain.ts";

const known = new WeakMap<Snapshot, Map<string, readonly Subject[]>>();

/** The accounts and users known to be in a group; nobody can know those that certificates and tokens assert. */
export function membersOf(group: string, snapshot: Snapshot): readonly Subject[] {
	let groups = known.get(snapshot);
	if (groups === undefined) {
		groups = new Map();
		known.set(snapshot, groups);
	}
	let members = groups.get(group);
	if (members === undefined) {
		members = findMembers(group, snapshot);
		groups.set(group, members);
	}
	return members;
}

function findMembers(group: string, snapshot: Snapshot): readonly Subject[] {
	const known = snapshot.groups.filter(({ name }) => name === group).flatMap(({ users }) => users);
	const users = group === allAuthenticated ? snapshot.users.map(({ name }) => name) : known;
	const members: Subject[] = users.map((name) => filledSubject({ kind: "User", name }, ""));
	const accounts = snapshot.accounts.filter(
		({ namespace }) =>
			group === allAuthenticated ||
			group === allAccounts ||
			group === `${allAccounts}:${namespace}`,
	);
	for (const { namespace, name } of accounts) {
		members.push({ kind: "ServiceAccount", namespace, name });
	}
	const unique = new Map(members.map((member) => [formatSubject(member), member]));
	return [...unique.values()].sort((one, other) =>
		compareText(formatSubject(one), formatSubject(other)),
	);
}
