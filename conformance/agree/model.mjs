/**
 * Objects as rolecall's model has them, without its loader: the way in for what the loader refuses,
 * as a server would, and the authorizer would evaluate all the same.
 */
export function modelOf(objects, kubernetesVersion) {
	const roles = objects.filter((object) => object.roleRef === undefined).map(roleOf);
	const bindings = objects.filter((object) => object.roleRef !== undefined).map(bindingOf);
	return {
		kubernetesVersion,
		roles,
		bindings,
		accounts: [],
		workloads: [],
		groups: [],
		users: [],
		namespaces: ["default", "n1", "n2"],
		catalog: { resources: [] },
		unread: [],
		problems: [],
	};
}

/** One role or binding. */
export function objectOf(object) {
	return object.roleRef === undefined ? roleOf(object) : bindingOf(object);
}

const originOf = (file) => ({ file, at: () => undefined });
const place = ({ kind, metadata: { name, namespace = "" } }) => ({
	kind,
	namespace,
	name,
	builtIn: false,
	origin: originOf(`${kind} ${namespace}/${name}`),
});

export function modelRule({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) {
	return {
		verbs: verbs ?? [],
		apiGroups: apiGroups ?? [],
		resources: resources ?? [],
		resourceNames: resourceNames ?? [],
		nonResourceURLs: nonResourceURLs ?? [],
	};
}

function roleOf(object) {
	return {
		...place(object),
		labels: new Map(Object.entries(object.metadata.labels ?? {})),
		rules: (object.rules ?? []).map(modelRule),
		aggregation: object.aggregationRule?.clusterRoleSelectors.map(
			({ matchLabels = {}, matchExpressions = [] }) => ({
				matchLabels: new Map(Object.entries(matchLabels)),
				matchExpressions: matchExpressions.map(({ values = [], ...one }) => ({ ...one, values })),
			}),
		),
	};
}

function bindingOf(object) {
	const { kind, name } = object.roleRef;
	return {
		...place(object),
		roleRef: { kind, name },
		subjects: (object.subjects ?? []).map(({ kind: of, name: called, namespace = "" }) =>
			of === "ServiceAccount" ? { kind: of, namespace, name: called } : { kind: of, name: called },
		),
	};
}
