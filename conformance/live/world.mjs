// A cluster of middling size for the live commands, and questions about it.
import { generateCluster } from "../../bench/generate-cluster.mjs";

const group = "rbac.authorization.k8s.io";
const apiVersion = `${group}/v1`;

export const limitedIn = "team-0";

/** The generated cluster, its namespaces, and an aggregated role that only the server's controller fills. */
export function liveObjects(scale = 0.04) {
	const generated = generateCluster(scale);
	const names = new Set(generated.map(({ metadata }) => metadata.namespace).filter(Boolean));
	const spaces = [...names].map((name) => ({
		apiVersion: "v1",
		kind: "Namespace",
		metadata: { name },
	}));
	return [...spaces, ...generated];
}

/** Lines for `can`: every other one is what a binding gives its subject, the others mostly what nobody has. */
export function liveQuestions(objects, count) {
	const bindings = objects.filter(({ roleRef }) => roleRef !== undefined);
	const roles = new Map(
		objects.map((object) => [keyOf(object.kind, object.metadata), object.rules ?? []]),
	);
	const targets = ["get pods", "create pods/exec", "list secrets", "delete deployments"];
	return Array.from({ length: count }, (_, index) => {
		const { metadata, subjects, roleRef } = bindings[Math.floor((index * bindings.length) / count)];
		const who = nameOf(subjects[index % subjects.length]);
		const rules = roles.get(keyOf(roleRef.kind, { ...metadata, name: roleRef.name })) ?? [];
		if (index % 2 === 0 && rules.length > 0) {
			const asked = askedOf(rules[index % rules.length]);
			return `can ${asked} --as ${who} -n ${metadata.namespace ?? limitedIn}`;
		}
		const where = index % 3 === 0 ? limitedIn : (metadata.namespace ?? "team-1");
		return `can ${targets[index % targets.length]} --as ${who} -n ${where}`;
	});
}

function keyOf(kind, { namespace, name }) {
	return kind === "Role" ? `Role ${namespace}/${name}` : `${kind} ${name}`;
}

/** `VERB RESOURCE.GROUP/SUBRESOURCE NAME` that a rule allows. */
function askedOf({ verbs: [verb], apiGroups: [group], resources: [item], resourceNames }) {
	const [resource, part] = (item === "*" ? "pods" : item).split("/");
	const target = `${resource}${group === "" || group === "*" ? "" : `.${group}`}`;
	const name = resourceNames === undefined ? "" : ` ${resourceNames[0]}`;
	return `${verb === "*" ? "get" : verb} ${target}${part === undefined ? "" : `/${part}`}${name}`;
}

function nameOf({ kind, name, namespace }) {
	if (kind === "ServiceAccount") return `sa:${namespace}/${name}`;
	return `${kind === "Group" ? "group" : "user"}:${name}`;
}

/** A role and its binding for an account of namespace default. */
export function grantTo(account, name, rules, namespace) {
	const at = namespace === undefined ? { name } : { name, namespace };
	const kind = namespace === undefined ? "ClusterRole" : "Role";
	return [
		{ apiVersion, kind, metadata: at, rules },
		{
			apiVersion,
			kind: `${kind}Binding`,
			metadata: at,
			roleRef: { apiGroup: group, kind, name },
			subjects: [{ kind: "ServiceAccount", name: account, namespace: "default" }],
		},
	];
}
