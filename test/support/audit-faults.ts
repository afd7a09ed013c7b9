import type { Fault } from "./faults.ts";

const judge = "audit/judge.ts";
const reach = "audit/rule-reach.ts";
const touches = "audit/rule-touches.ts";
const index = "audit/asked-index.ts";
const clause = "audit/clause.ts";
const roles = "audit/role-reaches.ts";
const fired = "audit/fired-policies.ts";

/** Mistakes in what policies find, as changes to our source. */
export const auditFaults: readonly Fault[] = [
	{
		title: "one part of an `all` is enough",
		file: judge,
		find: "if (proof === undefined) return undefined;\n			held.push(proof);",
		replace: "if (proof !== undefined) held.push(proof);",
	},
	{
		title: "an `any` is limited by names where one of its parts is",
		file: judge,
		find: 'joined(held, "every")',
		replace: 'joined(held, "some")',
	},
	{
		title: "an `every` in a namespace wants what no RoleBinding gives",
		file: judge,
		find: "holding.inside === undefined ? clause.set : clause.inside",
		replace: "clause.set",
	},
	{
		title: "a `sameName` takes one name for this and another for that",
		file: judge,
		find: "others.every((names) => names.has(name))",
		replace: "true",
	},
	{
		title: "a `nowhere` looks at no namespace",
		file: judge,
		find: "[holding, ...elsewhere].some(",
		replace: "[holding].some(",
	},
	{
		title: "what is held everywhere does not count in the namespaces of a condition",
		file: judge,
		find: "inside === undefined || namespaces.some(",
		replace: "namespaces.some(",
	},
	{
		title: "a rule without names counts as one that lists a name",
		file: "audit/counting-reach.ts",
		find: 'return reach === "any" ? undefined : like(',
		replace: 'return reach === "any" ? reach : like(',
	},
	{
		title: "a star after a slash is a star",
		file: reach,
		find: '(sub === "" || sub === "*")',
		replace: 'sub === ""',
	},
	{
		title: "`*` covers no subresource",
		file: reach,
		find: 'if (entry === "*") return true;',
		replace: 'if (entry === "*") return sideHas(subresource, "");',
	},
	{
		title: "a RoleBinding counts for what is cluster-scoped",
		file: reach,
		find: "entryMeets(entry, block) && isDecidedInside(entry, rule, block, scoping)",
		replace: "entryMeets(entry, block)",
	},
	{
		title: "a Namespace counts in the others",
		file: reach,
		find: "return reach.includes(namespace) ? [namespace] : undefined;",
		replace: "return reach;",
	},
	{
		title: "a new Namespace, or the list of all, is judged in one of them",
		file: reach,
		find: "isItself && !ofNoNamespace.has(one)",
		replace: "isItself",
	},
	{
		title: "a Namespace counts in the others by a rule for every API group",
		file: reach,
		find: "const groups = wordsOf(block.apiGroup) ?? apiGroups;",
		replace: "const groups = apiGroups;",
	},
	{
		title: "a rule for one name reaches another that is asked about",
		file: reach,
		find: "resourceNames.filter((one) => sideHas(name, one))",
		replace: "resourceNames",
	},
	{
		title: "a path has to cover all that is asked about",
		file: reach,
		find: "urlCovers(url, path) || urlCovers(path, url)",
		replace: "urlCovers(url, path)",
	},
	{
		title: "what the single permissions of a rule touch forgets the API group",
		file: touches,
		find: `\${group}\\n`,
		replace: "",
	},
	{
		title: "what the single permissions of a rule touch is one everywhere and in a namespace",
		file: touches,
		find: '[namespace === "" ? "everywhere" : "inside"]',
		replace: ".inside",
	},
	{
		title: "a rule of Namespaces touches the same in every namespace",
		file: touches,
		find: 'namespace === "" || namesNamespaces(rule) ? namespace : "*"',
		replace: 'namespace === "" ? namespace : "*"',
	},
	{
		title: "a rule that lists names touches any",
		file: touches,
		find: 'put(touched, number, reach === "any")',
		replace: "put(touched, number, true)",
	},
	{
		title: "a RoleBinding gives paths",
		file: touches,
		find: 'if (namespace !== "" || nonResourceURLs.length === 0) return touched;',
		replace: "",
	},
	{
		title: "of many phrases only the first are joined",
		file: touches,
		find: "i < some.length",
		replace: "i < 1",
	},
	{
		title: "subresources are looked up as resources",
		file: index,
		find: 'resources.map((entry) => entry.split("/", 1)[0] ?? "")',
		replace: "resources",
	},
	{
		title: "of several verbs the last one is looked up",
		file: index,
		find: "bits |= 1 << (number & 31);",
		replace: "bits = 1 << (number & 31);",
	},
	{
		title: "phrases about any resource are found for a star alone",
		file: index,
		find: "[...this.#wild, ...[...words]",
		replace: "[...[...words]",
	},
	{
		title: "an `any` needs what one of its parts needs",
		file: clause,
		find: "return known.length < needs.length ? undefined : known.flat();",
		replace: "return known.flat();",
	},
	{
		title: "a `not` needs something",
		file: clause,
		find: 'case "nowhere":\n			return undefined;',
		replace: 'case "nowhere":\n			return needsOf(clause.clause);',
	},
	{
		title: "what groups have for some names is no news for any",
		file: "audit/without-known.ts",
		find: "isKnownNamed === undefined || (isKnownNamed && !isNamed)",
		replace: "isKnownNamed === undefined",
	},
	{
		title: "a `nowhere` forgets what groups hold",
		file: "audit/without-elsewhere.ts",
		find: "const all = [...own, ...others];",
		replace: "const all = own;",
	},
	{
		title: "what groups hold does not count for an account",
		file: "audit/holders.ts",
		find: "identity.groups.filter((group) => !isOwn(group))",
		replace: "[]",
	},
	{
		title: "whoever has something in a namespace by a group is told of it again",
		file: "audit/risk-findings.ts",
		find: "this.#drafts(subject, withoutKnown(fired, known), held, where)",
		replace: "this.#drafts(subject, fired, held, where)",
	},
	{
		title: "what fired in one namespace fired in all",
		file: fired,
		find: `\${isTold ? namespace : ""}`,
		replace: "",
	},
	{
		title: "what fired in a namespace fired for all who hold the same everywhere",
		file: fired,
		find: `\${keys(inside)}`,
		replace: "",
	},
	{
		title: "the namespaces of conditions tell no namespace from others",
		file: fired,
		find: "this.#namespaces.some((glob) => globMatches(glob, namespace))",
		replace: "false",
	},
	{
		title: "roles of one name say the same",
		file: roles,
		find: "JSON.stringify(rules)",
		replace: "role.role.name",
	},
	{
		title: "a role touches the same everywhere and in a namespace",
		file: roles,
		find: 'namespace === "" || known.namesNamespaces ? namespace : "*"',
		replace: '"*"',
	},
	{
		title: "what dominates takes all that stands beside it",
		file: "audit/dominated.ts",
		find: "if (follows) taken.set(other, draft);",
		replace: "taken.set(other, draft);",
	},
	{
		title: "what dominates everywhere takes all that is found in namespaces",
		file: "audit/dominated.ts",
		find: "draft.fired.policy.dominates && draft.implied.has(fired.policy.id)",
		replace: "draft.fired.policy.dominates",
	},
	{
		title: "the request that is shown is sent to another namespace",
		file: "audit/example-request.ts",
		find: 'namespace: found || "default" }',
		replace: 'namespace: "default" }',
	},
	{
		title: "the request that is shown has a name that does not count",
		file: "audit/example-request.ts",
		find: "return counting ?? [];",
		replace: "return undefined;",
	},
];
