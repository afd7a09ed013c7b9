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

/** Lines for `can`, spread over the bindings' own subjects and rules and over what nobody has. */
export function liveQuestions(objects, count) {
	const bindings = objects.filter(({ roleRef }) => roleRef !== undefined);
	const targets = [
		"get pods",
		"create pods/exec",
		"list secrets",
		"delete deployments",
		"bind roles",
	];
	return Array.from({ length: count }, (_, index) => {
		const { metadata, subjects } = bindings[Math.floor((index * bindings.length) / count)];
		const subject = subjects[index % subjects.length];
		const who = nameOf(subject);
		const where = index % 3 === 0 ? limitedIn : (metadata.namespace ?? "team-1");
		return `can ${targets[index % targets.length]} --as ${who} -n ${where}`;
	});
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
