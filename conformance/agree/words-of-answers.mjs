// What rolecall answers, in the words of the server's answers.

/** Errors joined as the server joins them, in no particular order; equal texts for equal sets. */
export function unordered(text) {
	return (text ?? "")
		.replace(/\[(.*)\]$/s, (_, list) => `[${list.split(", ").sort().join(", ")}]`)
		.normalize();
}

/** The server's words for a chain of rolecall's: `RBAC: allowed by …`. */
export function chainInWords({ binding, role, subject }) {
	const place = binding.namespace === "" ? binding.name : `${binding.name}/${binding.namespace}`;
	const who =
		subject.kind === "ServiceAccount" ? `${subject.name}/${subject.namespace}` : subject.name;
	const quoted = [place, role.name, who].map(goQuoted);
	return `RBAC: allowed by ${binding.kind} ${quoted[0]} of ${role.kind} ${quoted[1]} to ${subject.kind} ${quoted[2]}`;
}

/** An account that a binding spells as a user is shown by rolecall as the account that it is. */
export function withAccounts(reason) {
	return reason.replace(
		/User "system:serviceaccount:([^:"]+):([^:"]+)"$/,
		(_, namespace, name) => `ServiceAccount "${name}/${namespace}"`,
	);
}

/** Go's %q for the few odd characters that the worlds hold. */
function goQuoted(text) {
	return JSON.stringify(text).replaceAll("\\u0007", "\\a");
}

/** A subject as whoever it stands for: an account is a user. */
export function subjectKey({ kind, name, namespace }, own) {
	if (kind !== "ServiceAccount") return `${kind} ${name}`;
	return `User system:serviceaccount:${namespace || own}:${name}`;
}

/** Texts as a set: sorted, each once. */
export const setOf = (texts) => [...new Set(texts)].sort().join("\n");
/** Texts in no particular order, each as often as it stands there. */
export const bagOf = (texts) => [...texts].sort().join("\n");

/** A rule as a text; absent and empty lists are the same. */
export function ruleKey(rule) {
	const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
	return JSON.stringify(
		[verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => list ?? []),
	);
}
