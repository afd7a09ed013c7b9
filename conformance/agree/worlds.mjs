// Random clusters and questions about them. The words are few and chosen to be mistaken for one
// another, so that rules, bindings and questions collide all the time.

export const group = "rbac.authorization.k8s.io";
export const apiVersion = `${group}/v1`;

const verbs = ["get", "list", "create", "delete", "watch", "*", "", "GET", "deletecollection"];
const apiGroups = ["", "apps", "*", "example.com", "Apps"];
const resources = [
	"pods",
	"pods/log",
	"*/log",
	"pods/*",
	"*/*",
	"*",
	"pods/",
	"*/",
	"/log",
	"",
	"nodes",
	"namespaces",
	"deployments",
	"deployments/scale",
	"*/scale",
	"pods/log/x",
	"*/log/x",
	"**",
	"p*",
];
const objectNames = ["a", "b", "", "*", "a*", "n1"];
const paths = [
	"/",
	"/a",
	"/a/",
	"/a*",
	"/a**",
	"/a/*",
	"*",
	"**",
	"/a*b",
	"/a/b",
	"/A",
	"",
	"a",
	"/a%2fb",
];
export const namespaces = ["n1", "n2"];
/** Names that a server takes; "%", "/", "." and ".." alone it does not. */
const roleNames = ["r1", "r2", "r3", "r4", 'a "quoted" one', "Überrolle:x", "r1, r2]"];
const users = [
	"jane",
	"bob",
	"*",
	"",
	"system:anonymous",
	"system:serviceaccount:n1:sa1",
	"system:serviceaccount:n2:sa1",
	"system:serviceaccount:n1:sa1:x",
	"system:node:n1",
	"system:serviceaccount::sa1",
	'Jané \u0007 \\ "q"',
];
const groups = [
	"dev",
	"jane",
	"*",
	"",
	"system:authenticated",
	"system:unauthenticated",
	"system:serviceaccounts",
	"system:serviceaccounts:n1",
	"system:nodes",
];
const accounts = ["sa1", "jane", "sa.1"];
const labelKeys = ["agg", "tier"];
const labelValues = ["true", "a", ""];
const paragraphs = { User: users, Group: groups };

/** Seldom none, often all. */
const most = (r, limit) => Math.min(limit, r.below(limit * 2));

const object = (kind, name, namespace, fields) => ({
	apiVersion,
	kind,
	metadata: namespace ? { name, namespace } : { name },
	...fields,
});

/**
 * A world full of traps. A valid one has nothing in it that a server would refuse; `placed` has no
 * names that only exist twice in one folder.
 */
export function world(r, valid) {
	const clusterRoles = r.sample(roleNames, most(r, 4)).map((name) => clusterRole(r, name, valid));
	const roles = namespaces.flatMap((namespace) =>
		r
			.sample(roleNames, most(r, 3))
			.map((name) => object("Role", name, namespace, { rules: rules(r, valid, false) })),
	);
	const bindings = Array.from({ length: most(r, 9) }, (_, i) => binding(r, i, valid));
	return [...withoutAmbiguity(clusterRoles), ...roles, ...bindings];
}

function clusterRole(r, name, valid) {
	const role = object("ClusterRole", name, "", { rules: rules(r, valid, true) });
	role.metadata.labels = Object.fromEntries(
		labelKeys.filter(() => r.chance(0.5)).map((key) => [key, r.pick(labelValues)]),
	);
	if (r.chance(0.4))
		role.aggregationRule = {
			clusterRoleSelectors: Array.from({ length: 1 + r.below(2) }, () => selector(r)),
		};
	return role;
}

export function selector(r) {
	const kind = r.below(10);
	if (kind === 0) return {};
	if (kind < 4) return { matchLabels: { [r.pick(labelKeys)]: r.pick(labelValues) } };
	const key = r.pick([...labelKeys, "other"]);
	const operator = r.pick(["In", "NotIn", "Exists", "DoesNotExist"]);
	const values = [r.pick(labelValues), ...r.some(labelValues, 1)];
	const expression = operator.endsWith("In") ? { key, operator, values } : { key, operator };
	const both = kind === 4 ? { matchLabels: { tier: r.pick(labelValues) } } : {};
	return { matchExpressions: [expression], ...both };
}

export function rules(r, valid, clusterWide) {
	return Array.from({ length: most(r, 3) }, () => {
		const onPaths = (clusterWide || !valid) && r.chance(clusterWide ? 0.3 : 0.1);
		const both = !valid && r.chance(0.05);
		const rule = { verbs: list(r, verbs, valid) };
		if (!onPaths || both) {
			rule.apiGroups = list(r, apiGroups, valid);
			rule.resources = list(r, resources, valid);
			if (r.chance(0.3)) rule.resourceNames = r.some(objectNames, 2);
		}
		if (onPaths || both) rule.nonResourceURLs = list(r, paths, valid);
		return rule;
	});
}

function list(r, from, valid) {
	if (!valid && r.chance(0.08)) return [];
	return [r.pick(from), ...r.some(from, 2)];
}

function binding(r, index, valid) {
	const clusterWide = r.chance(0.4);
	const kind = (clusterWide && valid) || r.chance(0.5) ? "ClusterRole" : "Role";
	const name = r.chance(0.1) ? r.pick(["gone", "gone too"]) : r.pick(roleNames);
	const count = r.chance(0.05) ? 0 : 1 + r.below(3);
	const fields = {
		roleRef: { apiGroup: group, kind, name },
		subjects: Array.from({ length: count }, () => subject(r, valid, clusterWide)),
	};
	if (clusterWide) return object("ClusterRoleBinding", `b${index}`, "", fields);
	return object("RoleBinding", `b${index}`, r.pick(namespaces), fields);
}

function subject(r, valid, clusterWide) {
	const kind = r.pick(["User", "Group", "ServiceAccount"]);
	if (kind !== "ServiceAccount") {
		const names = paragraphs[kind].filter((name) => !valid || name !== "");
		// A namespace beside a user or group is taken and means nothing.
		const stray = r.chance(0.05) ? { namespace: "n1" } : {};
		return { kind, name: r.pick(names), apiGroup: group, ...stray };
	}
	const account = { kind, name: r.pick(accounts) };
	if (r.chance(0.3) && !(valid && clusterWide)) return account;
	return { ...account, namespace: r.pick(namespaces) };
}

/**
 * Where roles select each other in a circle, what becomes of the rules they declare themselves
 * depends on the schedule of the controller: in such a world aggregated roles declare none.
 */
function withoutAmbiguity(roles) {
	if (!hasCircle(roles)) return roles;
	return roles.map((role) => (role.aggregationRule ? { ...role, rules: [] } : role));
}

export function hasCircle(roles) {
	const reaches = (from, to, seen) =>
		roles.some((source) => {
			if (source === from || seen.has(source) || !selects(from, source)) return false;
			seen.add(source);
			return source === to || reaches(source, to, seen);
		});
	return roles.some((role) => reaches(role, role, new Set()));
}

function selects(role, source) {
	const labels = source.metadata.labels ?? {};
	const has = (key) => Object.hasOwn(labels, key);
	const holds = ({ key, operator, values = [] }) => {
		if (operator === "Exists") return has(key);
		if (operator === "DoesNotExist") return !has(key);
		const isIn = has(key) && values.includes(labels[key]);
		return operator === "In" ? isIn : !isIn;
	};
	return (role.aggregationRule?.clusterRoleSelectors ?? []).some(
		({ matchLabels = {}, matchExpressions = [] }) =>
			Object.entries(matchLabels).every(([key, value]) => has(key) && labels[key] === value) &&
			matchExpressions.every(holds),
	);
}

/** Somebody whom the world's bindings name, often with the groups of a real identity. */
export function someone(r, objects) {
	const named = objects.flatMap(({ metadata, subjects = [] }) =>
		subjects.map((subject) => ({ ...subject, own: metadata.namespace ?? "" })),
	);
	const chosen = named.length > 0 && r.chance(0.85) ? r.pick(named) : undefined;
	const other = r.some(groups, 3);
	if (chosen === undefined) return { name: r.pick(users), groups: unique(other) };
	const { kind, name, namespace, own } = chosen;
	if (kind === "Group") return { name: r.pick(users), groups: unique([name, ...other]) };
	if (kind === "User") return { name, groups: unique(other) };
	const home = namespace ?? own;
	const implied = [
		"system:serviceaccounts",
		`system:serviceaccounts:${home}`,
		"system:authenticated",
	];
	return {
		name: `system:serviceaccount:${home}:${name}`,
		groups: unique(r.chance(0.5) ? implied : other),
	};
}

const unique = (list) => [...new Set(list)];

/** The rules that bindings seem to give somebody, in the namespace where they do. */
export function reachOf(objects, { name, groups: inGroups }) {
	const isNamed = (subject, own) =>
		subject.kind === "Group"
			? inGroups.includes(subject.name)
			: name === subject.name ||
				name === `system:serviceaccount:${subject.namespace ?? own}:${subject.name}`;
	return objects.flatMap(({ metadata, roleRef, subjects = [] }) => {
		const { namespace = "" } = metadata;
		if (roleRef === undefined || !subjects.some((one) => isNamed(one, namespace))) return [];
		const role = objects.find(
			(one) =>
				one.kind === roleRef.kind &&
				one.metadata.name === roleRef.name &&
				(one.kind === "ClusterRole" || one.metadata.namespace === namespace),
		);
		return (role?.rules ?? []).map((rule) => ({ rule, namespace }));
	});
}

/** Half of the questions are made of the world's own rules, a third of these bent, a fifth of others. */
export function question(r, objects, reach) {
	const kind = r.below(10);
	if (kind >= 8) return fresh(r);
	const asked = fromWorld(r, objects, reach);
	return kind < 5 ? asked : bent(r, asked);
}

function fromWorld(r, objects, reach) {
	if (reach.length > 0 && r.chance(0.8)) {
		const { rule, namespace } = r.pick(reach);
		const asked = fromRule(r, rule);
		const isThere = asked.kind === "resource" && namespace !== "" && r.chance(0.8);
		return isThere ? { ...asked, namespace } : asked;
	}
	const own = objects.flatMap((one) => one.rules ?? []);
	return own.length === 0 ? fresh(r) : fromRule(r, r.pick(own));
}

export function fromRule(r, rule) {
	const { nonResourceURLs: urls = [], resources: named = [] } = rule;
	const verb = word(r, rule.verbs, verbs);
	if (urls.length > 0 && (named.length === 0 || r.chance(0.5)))
		return { kind: "path", verb, path: r.pick(urls) };
	const asked = word(r, named, resources);
	const slash = asked.indexOf("/");
	// A raw review may hold the slash in the resource itself; a real request never does.
	const isSplit = slash >= 0 && r.chance(0.8);
	return {
		kind: "resource",
		verb,
		apiGroup: word(r, rule.apiGroups, apiGroups),
		resource: isSplit ? asked.slice(0, slash) : asked,
		subresource: isSplit ? asked.slice(slash + 1) : r.pick(["", "", "", "", "", "log", "scale"]),
		namespace: r.pick(["", ...namespaces, ...namespaces, ...namespaces, "n3", "*"]),
		name: word(r, rule.resourceNames, objectNames),
	};
}

function word(r, own, all) {
	const chosen = own === undefined || own.length === 0 ? r.pick(all) : r.pick(own);
	return chosen === "*" && r.chance(0.7) ? r.pick(all) : chosen;
}

function fresh(r) {
	const verb = r.pick([...verbs, "patch"]);
	if (r.chance(0.25)) return { kind: "path", verb, path: r.pick([...paths, "/a/c", "/b", "/ab"]) };
	return {
		kind: "resource",
		verb,
		apiGroup: r.pick([...apiGroups, "batch"]),
		resource: r.pick([...resources, "jobs"]),
		subresource: r.pick(["", "", "log", "scale", "*", "log/x"]),
		namespace: r.pick(["", ...namespaces]),
		name: r.pick([...objectNames, "c"]),
	};
}

/** One field changed by a letter or by a word. */
function bent(r, asked) {
	const field = r.pick(Object.keys(asked).filter((key) => key !== "kind"));
	const value = asked[field];
	const changed = [
		`${value}s`,
		value.slice(0, -1),
		value.toUpperCase(),
		`${value}*`,
		`${value}/`,
		"",
		"*",
		`${value}/log`,
	];
	// What a pattern is most easily thought to cover.
	if (field === "path")
		changed.push(
			value.replace(/\/?\*+$/, ""),
			value.replace(/\*+$/, ""),
			value.replace(/\*+$/, "x"),
		);
	return { ...asked, [field]: r.pick(changed) };
}

/** A question as the judge takes it. */
export function judged({ name, groups: inGroups }, { kind: _, ...request }) {
	return { user: name, groups: inGroups, ...request };
}

/** A question as the spec of a SubjectAccessReview. */
export function reviewed({ name, groups: inGroups }, { kind, path, apiGroup, ...request }) {
	const who = { ...(name && { user: name }), groups: inGroups };
	if (kind === "path") return { ...who, nonResourceAttributes: { path, verb: request.verb } };
	return { ...who, resourceAttributes: { ...request, group: apiGroup } };
}
