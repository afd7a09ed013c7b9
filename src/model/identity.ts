import { accountOfUserName, accountUserName } from "./subject.ts";

/**
 * Who asks: a user name and groups, as the API server's authenticators would hand them to the authorizer.
 * "" is the name of an identity of which only the groups are known.
 */
export interface Identity {
	readonly name: string;
	readonly groups: readonly string[];
}

export const allAccounts = "system:serviceaccounts";
export const allAuthenticated = "system:authenticated";
export const allUnauthenticated = "system:unauthenticated";
export const mastersGroup = "system:masters";
const anonymousUser = "system:anonymous";

/** The groups every account of a namespace is in, before `system:authenticated`. */
export function accountGroups(namespace: string): readonly string[] {
	return [allAccounts, `${allAccounts}:${namespace}`];
}

/**
 * The identity behind a user name, with the groups the API server gives it under impersonation: an account's own
 * groups unless groups are given, then `system:authenticated` (`system:unauthenticated` for the anonymous user).
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation
 */
export function identityOf(user: string, given: readonly string[] = []): Identity {
	const account = accountOfUserName(user);
	const own = given.length > 0 || account === undefined ? given : accountGroups(account.namespace);
	return { name: user, groups: withAuthenticated(user, own) };
}

/** The identity of a ServiceAccount token. */
export function accountIdentity(namespace: string, name: string): Identity {
	return identityOf(accountUserName(namespace, name));
}

/** Any member of a group, of whom nothing else is known. */
export function groupIdentity(group: string): Identity {
	const own = group.startsWith(`${allAccounts}:`) ? [allAccounts, group] : [group];
	return { name: "", groups: withAuthenticated("", own) };
}

function withAuthenticated(user: string, groups: readonly string[]): readonly string[] {
	const unique = [...new Set(groups)];
	if (user === anonymousUser) {
		return unique.includes(allUnauthenticated) ? unique : [...unique, allUnauthenticated];
	}
	if (unique.includes(allAuthenticated) || unique.includes(allUnauthenticated)) return unique;
	return [...unique, allAuthenticated];
}
