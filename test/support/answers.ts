// Answers made by hand, for what draws them.
import type {
	Chain,
	Decision,
	Matrix,
	MatrixRow,
	Reference,
	WhoCan,
} from "../../src/model/answer.ts";
import type { PolicyRule } from "../../src/model/rule.ts";

const noRule: PolicyRule = {
	verbs: [],
	apiGroups: [],
	resources: [],
	resourceNames: [],
	nonResourceURLs: [],
};

export function reference(kind: string, namespace: string, name: string, line = 1): Reference {
	return { kind, namespace, name, place: { file: "rbac.yaml", line, column: 1 } };
}

export function chain(changes: Partial<Chain> = {}): Chain {
	return {
		binding: reference("RoleBinding", "ci", "deployers", 20),
		subject: { kind: "ServiceAccount", namespace: "ci", name: "deployer" },
		subjectPlace: { file: "rbac.yaml", line: 28, column: 5 },
		role: reference("Role", "ci", "deploy", 1),
		aggregatedFrom: [],
		rule: { ...noRule, verbs: ["get", "list"], apiGroups: ["apps"], resources: ["deployments"] },
		ruleIndex: 1,
		rulePlace: { file: "rbac.yaml", line: 9, column: 3 },
		...changes,
	};
}

export function decision(changes: Partial<Decision> = {}): Decision {
	return {
		identity: {
			name: "system:serviceaccount:ci:deployer",
			groups: ["system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"],
		},
		request: {
			kind: "resource",
			verb: "list",
			apiGroup: "apps",
			resource: "deployments",
			subresource: "",
			namespace: "ci",
			name: "",
		},
		verdict: "yes",
		reason: "",
		chains: [chain()],
		gaps: [],
		nearMisses: [],
		smallestGrant: undefined,
		notes: [],
		...changes,
	};
}

export function whoCan(changes: Partial<WhoCan> = {}): WhoCan {
	const { request } = decision();
	const subject = chain().subject;
	return {
		request,
		everyNamespace: false,
		holders: [{ subject, namespace: "ci", chains: [chain()], members: [], workloads: [] }],
		gaps: [],
		notes: [],
		...changes,
	};
}

function matrixRow(changes: Partial<MatrixRow> = {}): MatrixRow {
	return {
		subject: chain().subject,
		namespace: "ci",
		resource: { apiGroup: "apps", resource: "deployments", subresource: "" },
		path: undefined,
		cells: [],
		names: [],
		byDefault: false,
		...changes,
	};
}

export function matrix(verbs: readonly string[], rows: readonly Partial<MatrixRow>[]): Matrix {
	return { verbs, rows: rows.map(matrixRow), gaps: [], notes: [] };
}
