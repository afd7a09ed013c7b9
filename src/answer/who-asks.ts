import { didYouMean } from "../model/did-you-mean.ts";
import { accountGroups, groupIdentity, type Identity, identityOf } from "../model/identity.ts";
import { nearest } from "../model/nearest.ts";
import {
	accountOfUserName,
	accountUserName,
	formatSubject,
	type Subject,
} from "../model/subject.ts";
import type { Grants } from "../resolve/grants.ts";
import { identityOfSubject, knownGroupsOf } from "./subjects.ts";
import { isSystemGroup, isSystemUser, systemGroups, systemUsers } from "./system-names.ts";

/** The identity that asks, with what to say about how the words were read. */
export interface WhoAsks {
	readonly identity: Identity;
	readonly notes: readonly string[];
	/** Nobody of this name appears in the input; an error where the user wants strictness. */
	readonly warnings: readonly string[];
}

/**
 * `sa:ns/name`, `user:name`, `group:name`, kubectl's `system:serviceaccount:ns:name`, or a plain user name, with the
 * groups the server implies. Groups given beside it replace those of an account, as under impersonation.
 */
export function whoAsks(
	grants: Grants,
	words: string,
	groups: readonly string[] = [],
): WhoAsks | { readonly error: string } {
	const subject = parseSubject(words);
	if ("error" in subject) return subject;
	const user =
		subject.kind === "ServiceAccount"
			? accountUserName(subject.namespace, subject.name)
			: subject.name;
	const warnings = groups.flatMap((group) => groupWarnings(grants, group));
	if (subject.kind === "Group") {
		const { name, groups: own } = groupIdentity(user);
		const identity = { name, groups: [...new Set([...own, ...groups])] };
		return { identity, notes: [], warnings: [...groupWarnings(grants, user), ...warnings] };
	}
	const identity =
		groups.length > 0 ? identityOf(user, groups) : identityOfSubject(grants, subject);
	const notes = lostGroups(subject, groups);
	// A person whose groups are given needs no binding of their own to be meant.
	const isKnownByGroups = subject.kind === "User" && groups.length > 0;
	const own = isKnownByGroups ? [] : userWarnings(grants, user);
	return { identity, notes, warnings: [...own, ...warnings] };
}

function lostGroups(subject: Subject, given: readonly string[]): readonly string[] {
	if (subject.kind !== "ServiceAccount" || given.length === 0) return [];
	const lost = accountGroups(subject.namespace).filter((group) => !given.includes(group));
	if (lost.length === 0) return [];
	return [
		`with --as-group an account keeps only the groups given, as under kubectl's impersonation: without ${lost.join(" and ")}`,
	];
}

const prefixes: readonly (readonly [string, Subject["kind"]])[] = [
	["sa:", "ServiceAccount"],
	["sa=", "ServiceAccount"],
	["serviceaccount:", "ServiceAccount"],
	["ServiceAccount/", "ServiceAccount"],
	["user:", "User"],
	["user=", "User"],
	["User/", "User"],
	["group:", "Group"],
	["group=", "Group"],
	["Group/", "Group"],
];

/** A subject in any of the spellings people use; what has no prefix is a user name, as for kubectl's `--as`. */
export function parseSubject(words: string): Subject | { readonly error: string } {
	const [prefix, kind] = prefixes.find(([start]) => words.startsWith(start)) ?? ["", "User"];
	const rest = words.slice(prefix.length);
	if (kind !== "ServiceAccount") {
		if (rest === "") return { error: `expected a name after \`${words}\`` };
		const account = kind === "User" ? accountOfUserName(rest) : undefined;
		return account === undefined ? { kind, name: rest } : { kind: "ServiceAccount", ...account };
	}
	const [namespace, name, more] = rest.split(/[/:]/);
	if (!namespace || !name || more !== undefined) {
		return { error: `expected an account as \`sa:NAMESPACE/NAME\`, found \`${words}\`` };
	}
	return { kind, namespace, name };
}

function userWarnings(grants: Grants, user: string): readonly string[] {
	const { snapshot } = grants;
	if (isSystemUser(user) || grants.namesUser(user)) return [];
	if (knownGroupsOf(grants, user).length > 0) return [];
	const account = accountOfUserName(user);
	const accounts = snapshot.accounts.map(({ namespace, name }) => accountUserName(namespace, name));
	const runs = snapshot.workloads.map((one) => accountUserName(one.namespace, one.account));
	const users = snapshot.users.map(({ name }) => name);
	if ([...accounts, ...runs, ...users].includes(user)) return [];
	const isSystem = user.startsWith("system:") && account === undefined;
	const named = isSystem
		? [...systemUsers, ...grants.userNames()]
		: grants.userNames().filter((name) => !name.startsWith("system:kube-"));
	const same = [...accounts, ...runs, ...named].find((other) => {
		const known = accountOfUserName(other);
		if (known === undefined) return false;
		if (account !== undefined) return known.name === account.name;
		return [known.name, `${known.namespace}/${known.name}`].includes(user);
	});
	const hint = same ?? nearest(user, [...accounts, ...runs, ...users, ...named]);
	const meant =
		hint === undefined ? "" : `; did you mean \`${formatSubject({ kind: "User", name: hint })}\`?`;
	const what = formatSubject({ kind: "User", name: user });
	return [`\`${what}\` appears in no binding and no object of the input${meant}`];
}

function groupWarnings(grants: Grants, group: string): readonly string[] {
	if (isSystemGroup(group) || grants.namesGroup(group)) return [];
	if (grants.snapshot.groups.some(({ name }) => name === group)) return [];
	const meant = didYouMean(group, [
		...(group.startsWith("system:") ? systemGroups : []),
		...grants.groupNames(),
		...grants.snapshot.groups.map(({ name }) => name),
	]);
	return [`group \`${group}\` appears in no binding and no object of the input${meant}`];
}
