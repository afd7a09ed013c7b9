/** RBAC as it stands in a manifest, and questions as the authorizer gets them: what the naive evaluator works on. */
export interface Rule {
	readonly verbs?: readonly string[];
	readonly apiGroups?: readonly string[];
	readonly resources?: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly nonResourceURLs?: readonly string[];
}

export interface Subject {
	readonly kind: string;
	readonly name: string;
	readonly namespace?: string;
	readonly apiGroup?: string;
}

export interface Selector {
	readonly matchLabels?: Readonly<Record<string, string>>;
	readonly matchExpressions?: readonly {
		readonly key: string;
		readonly operator: string;
		readonly values?: readonly string[];
	}[];
}

interface Metadata {
	readonly name: string;
	readonly namespace?: string;
	readonly labels?: Readonly<Record<string, string>>;
}

export interface Role {
	readonly apiVersion?: string;
	readonly kind: "Role" | "ClusterRole";
	readonly metadata: Metadata;
	readonly rules?: readonly Rule[];
	readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly Selector[] };
}

export interface Binding {
	readonly apiVersion?: string;
	readonly kind: "RoleBinding" | "ClusterRoleBinding";
	readonly metadata: Metadata;
	readonly roleRef: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
	readonly subjects?: readonly Subject[];
}

export type PlainObject = Role | Binding;
export type Objects = readonly PlainObject[];

/** Who asks, as the authorizer sees it. */
export interface User {
	readonly name: string;
	readonly groups: readonly string[];
}

/** A question in raw attributes; one with a path is no resource question. Absent is "". */
export interface Request {
	readonly verb: string;
	readonly apiGroup?: string;
	readonly resource?: string;
	readonly subresource?: string;
	readonly namespace?: string;
	readonly name?: string;
	readonly path?: string;
}

/** One rule of a binding that names the user, or the error of a binding whose role does not exist. */
export interface Visit {
	readonly binding: Binding;
	/** The binding in the API server's words. */
	readonly source: string;
	readonly rule?: Rule;
	readonly error?: string;
}

export interface Answer {
	readonly allowed: boolean;
	/** Any of these may be the reason of an allow. */
	readonly reasons: readonly string[];
	/** The reason of a deny names each of these once. */
	readonly errors: readonly string[];
	readonly granting: readonly Visit[];
}
