import type { Fault } from "./faults.ts";

const sets = "sets/permission-sets.ts";
const identities = "answer/identity-sets.ts";
const grants = "resolve/grants.ts";

/** Wrong readings of Kubernetes where policy tests decide: in the sets, not in the evaluator of single requests. */
export const suiteFaults: readonly Fault[] = [
	{
		title: "verbs are compared without regard to case",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace: "const verbs = starred(rule.verbs.map((verb) => verb.toLowerCase()));",
	},
	{
		title: "`*` is only the verbs that there are",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace:
			'const verbs = { only: rule.verbs.flatMap((verb) => verb === "*" ? ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"] : [verb]) };',
	},
	{
		title: "who may list may get",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace:
			'const verbs = starred(rule.verbs.flatMap((verb) => (verb === "list" ? ["list", "get"] : [verb])));',
	},
	{
		title: "who may list may watch",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace:
			'const verbs = starred(rule.verbs.flatMap((verb) => (verb === "list" ? ["list", "watch"] : [verb])));',
	},
	{
		title: "who may delete may delete all at once",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace:
			'const verbs = starred(rule.verbs.flatMap((verb) => (verb === "delete" ? ["delete", "deletecollection"] : [verb])));',
	},
	{
		title: "who may update may patch",
		file: sets,
		find: "const verbs = starred(rule.verbs);",
		replace:
			'const verbs = starred(rule.verbs.flatMap((verb) => (verb === "update" ? ["update", "patch"] : [verb])));',
	},
	{
		title: "API groups do not count",
		file: sets,
		find: "starred(rule.apiGroups), targets",
		replace: "anyWord, targets",
	},
	{
		title: "a resource brings its status and its scale",
		file: sets,
		find: 'if (slash < 0) return [[entry, ""]];',
		replace: 'if (slash < 0) return [[entry, ""], [entry, "status"], [entry, "scale"]];',
	},
	{
		title: "`pod` is as good as `pods`",
		file: sets,
		find: 'if (slash < 0) return [[entry, ""]];',
		replace: 'if (slash < 0) return [[entry, ""], [entry.concat("s"), ""]];',
	},
	{
		title: "resourceNames do not limit a list",
		file: sets,
		find: "const wanted = this.space.branch(levelOf.verb, verbs, named);",
		replace: `const lists = rule.verbs.includes("list") ? ["list"] : [];
		const wanted = this.space.diagram.apply(
			"union",
			this.space.branch(levelOf.verb, verbs, named),
			this.space.branch(levelOf.verb, { only: lists }, everything),
		);`,
	},
	{
		title: "a request without a name matches any resourceNames",
		file: sets,
		find: "{ only: rule.resourceNames }",
		replace: '{ only: ["", ...rule.resourceNames] }',
	},
	{
		title: '`resourceNames: [""]` means any name',
		file: sets,
		find: "rule.resourceNames.length === 0 ?",
		replace: 'rule.resourceNames.length === 0 || rule.resourceNames.includes("") ?',
	},
	{
		title: "`*` among resourceNames is a wildcard",
		file: sets,
		find: "rule.resourceNames.length === 0 ?",
		replace: 'rule.resourceNames.length === 0 || rule.resourceNames.includes("*") ?',
	},
	{
		title: "`/a/*` covers `/a`",
		file: sets,
		find: "return this.space.path(path.slice(0, end), true);",
		replace: `return this.space.diagram.apply(
			"union",
			this.space.path(path.slice(0, end), true),
			this.space.path(path.slice(0, end).replace(/[/]$/, ""), false),
		);`,
	},
	{
		title: "a path covers what begins with it, star or not",
		file: sets,
		find: 'if (!path.endsWith("*")) return this.space.path(path, false);',
		replace: 'if (!path.endsWith("*")) return this.space.path(path, true);',
	},
	{
		title: "a star at the end of a path is a letter",
		file: sets,
		find: 'if (!path.endsWith("*")) return this.space.path(path, false);',
		replace: 'if (path !== "*") return this.space.path(path, false);',
	},
	{
		title: "a RoleBinding gives nodes and lists of all namespaces",
		file: sets,
		find: `const edges = [...inside]
			.filter(([namespace]) => namespace !== "")`,
		replace: 'const edges = [...inside, ["", this.union([...inside.values()])] as const]',
	},
	{
		title: "a RoleBinding counts in every namespace",
		file: identities,
		find: 'set = this.sets.everywhereAndIn(this.#ofRoles(named.matchesOf("")), new Map(inside));',
		replace:
			'set = this.sets.union([this.#ofRoles(named.matchesOf("")), ...inside.map(([, one]) => one)]);',
	},
	{
		title: "where a RoleBinding gives something, ClusterRoleBindings do not count",
		file: sets,
		find: 'const both = diagram.apply("union", everywhere.resources, inside.resources);',
		replace: "const both = inside.resources;",
	},
	{
		title: "a ClusterRoleBinding gives what belongs to no namespace, and nothing in one",
		file: identities,
		find: 'this.#ofRoles(named.matchesOf("")), new Map(inside)',
		replace: 'this.sets.inNamespace(this.#ofRoles(named.matchesOf("")), ""), new Map(inside)',
	},
	{
		title: "a Namespace is decided without a namespace",
		file: "phrase/namespace-objects.ts",
		find: "{ only: [namespace] }, { only: [namespace] }",
		replace: '{ only: [""] }, { only: [namespace] }',
	},
	{
		title: "a RoleBinding finds the ClusterRole of the same name first",
		file: grants,
		find: ": this.#roles.get(roleKey(namespace, name));",
		replace: ": (this.#clusterRoles.get(name) ?? this.#roles.get(roleKey(namespace, name)));",
	},
	{
		title: "aggregation needs all of its selectors",
		file: "resolve/aggregate-roles.ts",
		find: "return (role.aggregation ?? []).flatMap(matching);",
		replace: `const [first = [], ...rest] = (role.aggregation ?? []).map(matching);
	return first.filter((source) => rest.every((one) => one.includes(source)));`,
	},
	{
		title: "aggregation has no effect",
		file: "resolve/aggregate-roles.ts",
		find: "return (role.aggregation ?? []).flatMap(matching);",
		replace: "return matching.length === 0 ? labelled : [];",
	},
	{
		title: "nobody is in system:authenticated without being told",
		file: "model/identity.ts",
		find: "return [...unique, allAuthenticated];",
		replace: "return unique;",
	},
	{
		title: "accounts are in no groups",
		file: "model/identity.ts",
		find: "const own = given.length > 0 || account === undefined ? given : accountGroups(account.namespace);",
		replace: "const own = account === undefined || accountGroups.length === 1 ? given : [];",
	},
];
