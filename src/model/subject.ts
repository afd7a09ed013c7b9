/**
 * What a binding names. An omitted ServiceAccount namespace is "" here, as written: in a RoleBinding it means the
 * binding's namespace, in a ClusterRoleBinding it matches nobody.
 */
export type Subject =
	| { readonly kind: "User"; readonly name: string }
	| { readonly kind: "Group"; readonly name: string }
	| { readonly kind: "ServiceAccount"; readonly namespace: string; readonly name: string };

const accountPrefix = "system:serviceaccount:";

/** The user name a ServiceAccount token authenticates as. */
export function accountUserName(namespace: string, name: string): string {
	// Joining makes one text where a template makes a tree of its parts: as the key of a big map it is quicker to find.
	return [accountPrefix, namespace, ":", name].join("");
}

/** The account behind a user name, when it is one: exactly two parts, both non-empty. */
export function accountOfUserName(
	user: string,
): { readonly namespace: string; readonly name: string } | undefined {
	if (!user.startsWith(accountPrefix)) return undefined;
	const parts = user.slice(accountPrefix.length).split(":");
	const [namespace, name] = parts;
	if (parts.length !== 2 || !namespace || !name) return undefined;
	return { namespace, name };
}

/** One subject in rolecall's own spelling, which `parseSubject` reads back: `sa:ns/name`, `user:name`, `group:name`. */
export function formatSubject(subject: Subject): string {
	switch (subject.kind) {
		case "User": {
			const account = accountOfUserName(subject.name);
			return account ? `sa:${account.namespace}/${account.name}` : `user:${subject.name}`;
		}
		case "Group":
			return `group:${subject.name}`;
		case "ServiceAccount":
			return `sa:${subject.namespace}/${subject.name}`;
	}
}
