// A cluster as big companies have it, the same for the same seed, and questions to it.

// What people and controllers of every team use; operators have resources of their own besides.
const usual = {
	"": [
		"pods",
		"pods/log",
		"pods/exec",
		"services",
		"configmaps",
		"secrets",
		"endpoints",
		"events",
		"serviceaccounts",
		"persistentvolumeclaims",
		"replicationcontrollers",
		"resourcequotas",
	],
	apps: ["deployments", "deployments/scale", "statefulsets", "daemonsets", "replicasets"],
	batch: ["jobs", "jobs/status", "cronjobs"],
	"networking.k8s.io": ["ingresses", "networkpolicies", "ingresses/status"],
	"rbac.authorization.k8s.io": ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
	policy: ["poddisruptionbudgets"],
};
const usualGroups = Object.keys(usual);
const ownResources = [
	"databases",
	"databases/status",
	"backups",
	"restores",
	"pools",
	"pools/scale",
];
const verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/** Sizes at scale 1; everything grows with the scale, so that one identity keeps as many bindings. */
const sizes = {
	namespaces: 250,
	users: 2000,
	groups: 200,
	operators: 60,
	roles: 2000,
	roleBindings: 6000,
	clusterRoles: 570,
	clusterRoleBindings: 1050,
};

/**
 * Few roles, bound again and again: some 9,500 subjects at scale 1. Only namespaces, subjects and bindings grow.
 */
export function generateSharedRoles(scale = 1) {
	return generate({
		namespaces: 1000 * scale,
		users: 1400 * scale,
		groups: 350 * scale,
		operators: 60,
		roles: 0,
		roleBindings: 29_000 * scale,
		clusterRoles: 400,
		clusterRoleBindings: 2000 * scale,
	});
}

/** The objects of a cluster so many times as big. */
export function generateCluster(scale = 1) {
	return generate(
		Object.fromEntries(Object.entries(sizes).map(([key, size]) => [key, size * scale])),
	);
}

function generate(count, seed = 1) {
	const random = randomFrom(seed);
	const world = { random, count };
	const objects = [];
	for (let i = 0; i < count.clusterRoles; i += 1) objects.push(clusterRole(world, i));
	for (let i = 0; i < count.roles; i += 1) {
		const metadata = { name: `role-${i % 8}`, namespace: `team-${Math.floor(i / 8)}` };
		objects.push({ ...rbac, kind: "Role", metadata, rules: rules(world, 0.2) });
	}
	for (let i = 0; i < count.clusterRoleBindings; i += 1) objects.push(clusterRoleBinding(world, i));
	for (let i = 0; i < count.roleBindings; i += 1) objects.push(roleBinding(world, i));
	return objects;
}

/** Questions as plain strings: who (name and groups) and what; a good part of them is allowed. */
export function generateRequests(objects, length, scale = 1, seed = 2) {
	const random = randomFrom(seed);
	const bindings = objects.filter(({ roleRef }) => roleRef !== undefined);
	const roles = new Map(
		objects
			.filter(({ roleRef }) => roleRef === undefined)
			.map((role) => [roleKey(role.kind, role.metadata), role]),
	);
	return Array.from({ length }, () => {
		const binding = of(random, bindings);
		const identity = identityFor(random, of(random, binding.subjects), sizes.groups * scale);
		const role = roles.get(
			roleKey(binding.roleRef.kind, { ...binding.metadata, name: binding.roleRef.name }),
		);
		const namespace =
			binding.metadata.namespace ?? `team-${below(random, sizes.namespaces * scale)}`;
		const fromRole = random() < 0.5 && role?.rules?.length > 0;
		return {
			...identity,
			...(fromRole ? granted(random, of(random, role.rules)) : any(random)),
			namespace,
		};
	});
}

const everybodys = 5;
const basicRule = {
	verbs: ["create"],
	apiGroups: ["authorization.k8s.io"],
	resources: ["selfsubjectaccessreviews"],
};
const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
const apiGroup = "rbac.authorization.k8s.io";

function roleKey(kind, { namespace, name }) {
	return kind === "Role" ? `${namespace}/${name}` : name;
}

function clusterRole(world, i) {
	const metadata = { name: `cluster-role-${i}` };
	if (i < everybodys) return { ...rbac, kind: "ClusterRole", metadata, rules: [basicRule] };
	if (i % 57 === 0) {
		const clusterRoleSelectors = [{ matchLabels: { [`aggregate-to-${i}`]: "true" } }];
		return {
			...rbac,
			kind: "ClusterRole",
			metadata,
			aggregationRule: { clusterRoleSelectors },
			rules: [],
		};
	}
	if (i % 5 === 0) metadata.labels = { [`aggregate-to-${Math.floor(i / 57) * 57}`]: "true" };
	return {
		...rbac,
		kind: "ClusterRole",
		metadata,
		rules:
			i % 190 === 20 ? [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] : rules(world, 0.85),
	};
}

/** Some rules about an operator's own resources, the others about usual ones. */
function rules({ random, count }, ownPart) {
	const own = `operator-${below(random, count.operators)}.example.com`;
	return Array.from({ length: 1 + below(random, 6) }, () => {
		const group = random() < ownPart ? own : of(random, usualGroups);
		const resources = some(random, usual[group] ?? ownResources, 4);
		const chosen = random() < 0.1 ? ["*"] : some(random, verbs, 4);
		const named =
			random() < 0.1 ? { resourceNames: some(random, ["config", "leader", "token"], 2) } : {};
		return { verbs: chosen, apiGroups: [group], resources, ...named };
	});
}

function clusterRoleBinding({ random, count }, i) {
	const roleRef = {
		apiGroup,
		kind: "ClusterRole",
		name: `cluster-role-${below(random, count.clusterRoles)}`,
	};
	// A few roles are everybody's, as discovery is, whatever the size of the cluster.
	const everybody = [{ apiGroup, kind: "Group", name: "system:authenticated" }];
	const subjects = i < everybodys ? everybody : subjectsOf(random, count);
	return {
		...rbac,
		kind: "ClusterRoleBinding",
		metadata: { name: `cluster-binding-${i}` },
		roleRef,
		subjects,
	};
}

function roleBinding({ random, count }, i) {
	const namespace = `team-${i % count.namespaces}`;
	const roleRef =
		random() < 0.6 && count.roles > 0
			? { apiGroup, kind: "Role", name: `role-${below(random, 8)}` }
			: {
					apiGroup,
					kind: "ClusterRole",
					name: `cluster-role-${below(random, count.clusterRoles)}`,
				};
	return {
		...rbac,
		kind: "RoleBinding",
		metadata: { name: `binding-${i}`, namespace },
		roleRef,
		subjects: subjectsOf(random, count, namespace),
	};
}

function subjectsOf(random, count, namespace = `team-${below(random, count.namespaces)}`) {
	return Array.from({ length: 1 + below(random, 3) }, () => {
		const kind = random();
		if (kind < 0.5)
			return { kind: "ServiceAccount", name: `account-${below(random, 8)}`, namespace };
		if (kind < 0.75)
			return { apiGroup, kind: "User", name: `person-${below(random, count.users)}@example.com` };
		return { apiGroup, kind: "Group", name: `department-${below(random, count.groups)}` };
	});
}

function identityFor(random, subject, groupCount) {
	if (subject.kind === "ServiceAccount") {
		const { namespace, name } = subject;
		return {
			user: `system:serviceaccount:${namespace}:${name}`,
			groups: [
				"system:serviceaccounts",
				`system:serviceaccounts:${namespace}`,
				"system:authenticated",
			],
		};
	}
	const own = subject.kind === "Group" ? subject.name : `department-${below(random, groupCount)}`;
	const user = subject.kind === "User" ? subject.name : "somebody@example.com";
	return { user, groups: [own, `department-${below(random, groupCount)}`, "system:authenticated"] };
}

function granted(random, rule) {
	const [resource, subresource = ""] = of(random, rule.resources).split("/");
	const verb = of(random, rule.verbs);
	return {
		verb: verb === "*" ? "get" : verb,
		apiGroup: of(random, rule.apiGroups) === "*" ? "" : rule.apiGroups[0],
		resource: resource === "*" ? "pods" : resource,
		subresource,
		name: rule.resourceNames?.[0] ?? "some-object",
	};
}

function any(random) {
	const apiGroup = of(random, usualGroups);
	const [resource, subresource = ""] = of(random, usual[apiGroup]).split("/");
	return { verb: of(random, verbs), apiGroup, resource, subresource, name: "some-object" };
}

function some(random, list, most) {
	return [...new Set(Array.from({ length: 1 + below(random, most) }, () => of(random, list)))];
}

function of(random, list) {
	return list[below(random, list.length)];
}

function below(random, limit) {
	return Math.floor(random() * limit);
}

/** mulberry32 */
function randomFrom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
