import type * as K from "./plain.ts";

// RBAC as the specification words it, without any cleverness: the judge of all that is fast.

/** The answer to one question; `objects` have been through `aggregate`. */
export function answer(objects: K.Objects, user: K.User, request: K.Request): K.Answer {
	const visits = visit(objects, user, request.path === undefined ? (request.namespace ?? "") : "");
	const granting = visits.filter(({ rule }) => rule !== undefined && ruleAllows(rule, request));
	// ClusterRoleBindings are visited first; which binding of a kind comes first is anybody's guess.
	const first = granting.filter(({ binding }) => binding.kind === granting[0]?.binding.kind);
	const reasons = first.map(({ source }) => `RBAC: allowed by ${source}`);
	const errors = [...new Set(visits.flatMap(({ error }) => error ?? []))];
	const isMaster = user.groups.includes("system:masters");
	return { allowed: isMaster || granting.length > 0, reasons, errors, granting };
}

export function visit(objects: K.Objects, user: K.User, namespace: string): readonly K.Visit[] {
	const clusterWide = objects.filter(({ kind }) => kind === "ClusterRoleBinding");
	const inside = objects.filter(({ kind }) => kind === "RoleBinding" && namespace !== "");
	const near = inside.filter(({ metadata }) => metadata.namespace === namespace);
	const bindings = [...clusterWide, ...near] as K.Binding[];
	return bindings.flatMap((binding): K.Visit | readonly K.Visit[] => {
		const { kind, metadata, roleRef: ref, subjects = [] } = binding;
		const own = kind === "RoleBinding" ? namespace : "";
		const subject = subjects.find((one) => appliesTo(user, one, own));
		if (subject === undefined) return [];
		const where = own === "" ? metadata.name : `${metadata.name}/${own}`;
		const isAccount = subject.kind === "ServiceAccount";
		const who = isAccount ? `${subject.name}/${subject.namespace || own}` : subject.name;
		const source = `${kind} "${where}" of ${ref.kind} "${ref.name}" to ${subject.kind} "${who}"`;
		const named = (objects as K.Role[]).filter((one) => one.metadata.name === ref.name);
		const inReach = named.filter((one) => one.kind !== "Role" || one.metadata.namespace === own);
		const role = inReach.find((one) => one.kind === ref.kind);
		const error = `${ref.kind.toLowerCase()}.rbac.authorization.k8s.io "${ref.name}" not found`;
		if (role === undefined) return { binding, source, error };
		return (role.rules ?? []).map((rule) => ({ binding, source, rule }));
	});
}

function appliesTo(user: K.User, subject: K.Subject, own: string): boolean {
	if (subject.kind === "User") return user.name === subject.name;
	if (subject.kind === "Group") return user.groups.includes(subject.name);
	const namespace = subject.namespace || own;
	if (subject.kind !== "ServiceAccount" || namespace === "") return false;
	return user.name === `system:serviceaccount:${namespace}:${subject.name}`;
}

export function ruleAllows(rule: K.Rule, request: K.Request): boolean {
	const { verb, apiGroup = "", resource = "", subresource: sub = "", name = "", path } = request;
	const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
	if (!verbs.includes("*") && !verbs.includes(verb)) return false;
	if (path !== undefined) return (rule.nonResourceURLs ?? []).some((url) => covers(url, path));
	if (!apiGroups.includes("*") && !apiGroups.includes(apiGroup)) return false;
	const matching = sub === "" ? ["*", resource] : ["*", `${resource}/${sub}`, `*/${sub}`];
	if (!resources.some((one) => matching.includes(one))) return false;
	return resourceNames.length === 0 || resourceNames.includes(name);
}

function covers(url: string, path: string): boolean {
	const prefix = url.replace(/\*+$/, "");
	return url === "*" || url === path || (url.endsWith("*") && path.startsWith(prefix));
}

/** The objects as they are once the aggregation controller has come to rest. */
export function aggregate(objects: K.Objects): K.Objects {
	let roles = objects.filter(({ kind }) => kind === "ClusterRole") as K.Role[];
	for (const _ of objects) {
		roles = roles.map((role) => {
			const rules = new Map<string, K.Rule>();
			for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
				const others = roles.filter(({ metadata }) => metadata.name !== role.metadata.name);
				const selected = others.filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
				for (const one of selected) for (const rule of one.rules ?? []) rules.set(key(rule), rule);
			}
			return rules.size === 0 ? role : { ...role, rules: [...rules.values()] };
		});
	}
	return [...objects.filter(({ kind }) => kind !== "ClusterRole"), ...roles];
}

/** Equal for rules that the controller holds to be the same: order counts, an absent list is an empty one. */
export function key(rule: K.Rule): string {
	const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
	const lists = [verbs, apiGroups, resources, resourceNames, nonResourceURLs];
	return JSON.stringify(lists.map((list) => list ?? []));
}

export function selects(selector: K.Selector, labels: Readonly<Record<string, string>>): boolean {
	const { matchLabels = {}, matchExpressions = [] } = selector;
	const isSet = (key: string): boolean => Object.hasOwn(labels, key);
	if (Object.entries(matchLabels).some(([key, value]) => labels[key] !== value)) return false;
	return matchExpressions.every(({ key, operator, values = [] }) => {
		const isIn = isSet(key) && values.includes(labels[key] ?? "");
		if (operator === "In" || operator === "NotIn") return isIn === (operator === "In");
		return isSet(key) === (operator === "Exists");
	});
}
