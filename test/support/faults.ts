/** A wrong reading of Kubernetes, as a change to our source. */
export interface Fault {
	readonly title: string;
	readonly file: string;
	/** Text that occurs exactly once in the file. */
	readonly find: string;
	readonly replace: string;
}

const rules = "resolve/rule-allows.ts";
const index = "resolve/rule-index.ts";
const grants = "resolve/grants.ts";
const named = "resolve/named-bindings.ts";
const words = "resolve/words.ts";

export const faults: readonly Fault[] = [
	{
		title: "`pods/*` is a wildcard",
		file: rules,
		find: "has === combined ||",
		replace: `has === combined || has === [resource, "*"].join("/") ||`,
	},
	{
		title: "`pods/*` is a wildcard of the index",
		file: words,
		find: "return targets.bySubresource.get(subresource) ?? unheardOf;",
		replace: `return targets.bySubresource.get(subresource) ?? targets.bySubresource.get("*") ?? unheardOf;`,
	},
	{
		title: "`*` covers no subresource",
		file: rules,
		find: `has === "*" || has === combined ||`,
		replace: `(has === "*" && subresource === "") || has === combined ||`,
	},
	{
		title: "the index does without `*`",
		file: index,
		find: "this.#allowsTarget(anyWord, request)",
		replace: "false",
	},
	{
		title: "the index does without `*/log`",
		file: words,
		find: `anyTarget: subresource === "" ?`,
		replace: `anyTarget: subresource !== "" ?`,
	},
	{
		title: "a name that no rule has matches any resourceNames of the index",
		file: index,
		find: "(endOfGroups === end ||",
		replace: "(endOfGroups === end || name < 0 ||",
	},
	{
		title: "`*/log` covers plain pods",
		file: rules,
		find: `(subresource !== "" && has ===`,
		replace: `(has.startsWith("*/") && subresource === "") || (subresource !== "" && has ===`,
	},
	{
		title: "only one trailing star of a path is cut",
		file: rules,
		find: "while (end > 0",
		replace: "if (end > 0",
	},
	{
		title: "`/a/*` covers `/a`",
		file: rules,
		find: "url === path ||",
		replace: `url === path || url === [path, "*"].join("/") ||`,
	},
	{
		title: "a path covers what begins with it, star or not",
		file: rules,
		find: `url.endsWith("*") && path.startsWith`,
		replace: "path.startsWith",
	},
	{
		title: "verbs are compared without regard to case",
		file: rules,
		find: "has === verb",
		replace: "has.toLowerCase() === verb.toLowerCase()",
	},
	{
		title: "resourceNames do not limit a list",
		file: rules,
		find: "resourceNameMatches(rule, request.name)",
		replace: `(request.verb === "list" || resourceNameMatches(rule, request.name))`,
	},
	{
		title: "a request without a name matches any resourceNames",
		file: rules,
		find: "rule.resourceNames.length === 0 ||",
		replace: `name === "" || rule.resourceNames.length === 0 ||`,
	},
	{
		title: '`resourceNames: [""]` means any name',
		file: rules,
		find: "rule.resourceNames.length === 0 ||",
		replace: `rule.resourceNames.length === 0 || rule.resourceNames.includes("") ||`,
	},
	{
		title: "`*` among resourceNames is a wildcard",
		file: rules,
		find: "rule.resourceNames.includes(name)",
		replace: `(rule.resourceNames.includes(name) || rule.resourceNames.includes("*"))`,
	},
	{
		title: "an empty list of API groups matches the core group",
		file: rules,
		find: "rule.apiGroups.some(",
		replace: `(rule.apiGroups.length === 0 ? [""] : rule.apiGroups).some(`,
	},
	{
		title: "a RoleBinding gives nodes, paths and lists of all namespaces",
		file: named,
		find: `const inside = namespace === "" ? undefined :`,
		replace: `const inside = namespace === "" ? { matches: [...(this.#namespaces?.values() ?? [])].flatMap((scope) => scope.matches) } :`,
	},
	{
		title: "a RoleBinding gives lists of all namespaces to a one-off question",
		file: named,
		find: `if (namespace === "" || this.#namespaces === undefined) return false;`,
		replace: `if (namespace === "") return [...this.namespaces()].some((one) => this.allows(one, asked, indexes));
		if (this.#namespaces === undefined) return false;`,
	},
	{
		title: "the namespace of a Namespace is not its own name",
		file: "answer/question.ts",
		find: `if (isNamespace && name !== ""`,
		replace: `if (isNamespace && name === "\\0"`,
	},
	{
		title: "an account without a namespace in a ClusterRoleBinding is one of `default`",
		file: grants,
		find: 'return namespace === "" ? undefined : accountUserName(namespace, subject.name);',
		replace: `return accountUserName(namespace || "n1", subject.name);`,
	},
	{
		title: "an account without a namespace in a RoleBinding is nobody",
		file: grants,
		find: "const namespace = subject.namespace || bindingNamespace;",
		replace: "const { namespace } = subject;",
	},
	{
		title: "a user who is spelled like an account is not the account",
		file: grants,
		find: `case "User":
			return subject.name;`,
		replace: `case "User":
			return subject.name.startsWith("system:serviceaccount:") ? undefined : subject.name;`,
	},
	{
		title: "accounts are not in the group of their namespace",
		file: "model/identity.ts",
		find: "export function accountGroups(namespace: string): readonly string[] {",
		replace: `export function accountGroups(namespace: string): readonly string[] {
			if (namespace !== "") return [allAccounts];`,
	},
	{
		title: "the anonymous user is authenticated",
		file: "model/identity.ts",
		find: "if (user === anonymousUser) {",
		replace: "if (user === `nobody`) {",
	},
	{
		title: "a ClusterRoleBinding finds Roles",
		file: grants,
		find: ": this.#roles.get(roleKey(namespace, name));",
		replace: `: (this.#roles.get(roleKey(namespace, name)) ?? this.#roles.get(roleKey("n1", name)));`,
	},
	{
		title: "a Role that is missing is looked for among the ClusterRoles",
		file: grants,
		find: ": this.#roles.get(roleKey(namespace, name));",
		replace: ": (this.#roles.get(roleKey(namespace, name)) ?? this.#clusterRoles.get(name));",
	},
	{
		title: "aggregation does without matchExpressions",
		file: "resolve/label-selector.ts",
		find: "return selector.matchExpressions.every((requirement) => requirementHolds(requirement, labels));",
		replace: "return selector.matchExpressions.length === 0 || requirementHolds.length === 0;",
	},
	{
		title: "NotIn needs the label to be there",
		file: "resolve/label-selector.ts",
		find: "value === undefined || !values.includes(value)",
		replace: "value !== undefined && !values.includes(value)",
	},
	{
		title: "aggregation keeps the rules that the role declares itself",
		file: "resolve/aggregate-roles.ts",
		find: "effective.set(role.name, { role, rules });",
		replace: "effective.set(role.name, { role, rules: [...rules, ...declared(role).rules] });",
	},
	{
		title: "aggregation is one step deep",
		file: "resolve/aggregate-roles.ts",
		find: "for (const sourced of effective.get(source.name)?.rules ?? []) {",
		replace: "for (const sourced of effective.has(source.name) ? declared(source).rules : []) {",
	},
	{
		title: "only the first binding that grants is told",
		file: "answer/chain.ts",
		find: "return matches.flatMap((match) => {",
		replace: "return matches.slice(0, 1).flatMap((match) => {",
	},
	{
		title: "RoleBindings are visited before ClusterRoleBindings",
		file: "resolve/in-visit-order.ts",
		find: "compareText(one.kind, other.kind)",
		replace: "compareText(other.kind, one.kind)",
	},
	{
		title: "the last subject that matches is the one that is told",
		file: grants,
		find: "match.subjectIndex < before.subjectIndex",
		replace: "match.subjectIndex > before.subjectIndex",
	},
	{
		title: "a missing role goes untold",
		file: "answer/server-reason.ts",
		find: "const missing = matches.filter((match) => match.role === undefined);",
		replace: "const missing = matches.filter((match) => match.role === null);",
	},
	{
		title: "members of system:masters are subject to RBAC",
		file: "answer/review.ts",
		find: "if (identity.groups.includes(mastersGroup)) return { allowed: true };",
		replace: "if (identity.groups.includes(`nobody`)) return { allowed: true };",
	},
	{
		title: "who-can takes the RoleBindings of every namespace",
		file: "resolve/binding-index.ts",
		find: `return namespace === "" ? [] : (namespaces.get(namespace) ?? []);`,
		replace: `return namespace === "" ? [] : [...namespaces.values()].flat();`,
	},
	{
		title: "who-can forgets the roles for every API group",
		file: "resolve/binding-index.ts",
		find: `new Set([request.apiGroup, "*"])`,
		replace: "new Set([request.apiGroup])",
	},
];
