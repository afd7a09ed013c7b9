import { subjectsOf } from "../answer/subjects.ts";
import { accountUserName, formatSubject, type Subject } from "../model/subject.ts";
import { subjectOfUser } from "./own-sets.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** The accounts that exist in the input or that its bindings name. */
export function accountsOfInputs(world: SuiteWorld): readonly Subject[] {
	const named = subjectsOf(world.grants).map(({ identity }) => identity.name);
	return accountsAmong(world, named);
}

/** Those that the default policy names too. */
export function knownAccounts(world: SuiteWorld): readonly Subject[] {
	return accountsAmong(world, world.grants.userNames());
}

function accountsAmong({ grants }: SuiteWorld, users: readonly string[]): readonly Subject[] {
	const { accounts, workloads } = grants.snapshot;
	const names = new Set([
		...users,
		...accounts.map(({ namespace, name }) => accountUserName(namespace, name)),
		...workloads.map(({ namespace, account }) => accountUserName(namespace, account)),
	]);
	return [...names]
		.sort()
		.map(subjectOfUser)
		.filter(({ kind }) => kind === "ServiceAccount");
}

export function matching(text: string, accounts: readonly Subject[]): readonly Subject[] {
	const patterns = text.split(",").map(accountPattern);
	return accounts.filter((subject) =>
		patterns.some((pattern) => pattern.test(formatSubject(subject))),
	);
}

/** `sa:team-*` and the like: stars for any letters but a slash. */
export function accountPattern(text: string): RegExp {
	const source = text.replace(/[\\^$.|+?(){}[\]]/g, "\\$&").replaceAll("*", "[^/]*");
	return new RegExp(`^${source}$`);
}
