import type { Binding } from "../model/binding.ts";
import type { CatalogResource } from "../model/catalog.ts";
import type { Origin } from "../model/origin.ts";
import type { LabelSelector, Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Subject } from "../model/subject.ts";
import { defaultPolicyObjects, kubernetesResources } from "./kubernetes-data.ts";

/** A role or binding of our own data files, which hold what a real API server creates: nothing to check. */
interface PolicyObject {
	readonly kind: "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding";
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: Readonly<Record<string, string>>;
	};
	readonly rules?: readonly Partial<PolicyRule>[] | null;
	readonly aggregationRule?: { readonly clusterRoleSelectors: readonly PolicySelector[] };
	readonly roleRef?: Binding["roleRef"];
	readonly subjects?: readonly (Subject & { readonly apiGroup?: string })[] | null;
}

interface PolicySelector {
	readonly matchLabels?: Readonly<Record<string, string>>;
	readonly matchExpressions?: LabelSelector["matchExpressions"];
}

interface DefaultPolicy {
	readonly roles: readonly Role[];
	readonly bindings: readonly Binding[];
	/** What it may serve, whether a cluster has it switched on or not. */
	readonly resources: readonly CatalogResource[];
}

const made = new Map<string, DefaultPolicy>();

/** The roles and bindings that every cluster of a minor has. */
export function defaultPolicy(minor: string): DefaultPolicy {
	const known = made.get(minor);
	if (known !== undefined) return known;
	const origin: Origin = { file: `Kubernetes ${minor} default policy`, at: () => undefined };
	const objects = defaultPolicyObjects(minor) as unknown as readonly PolicyObject[];
	const policy = {
		roles: objects.flatMap((object) => roleOf(object, origin)),
		bindings: objects.flatMap((object) => bindingOf(object, origin)),
		resources: kubernetesResources(minor),
	};
	made.set(minor, policy);
	return policy;
}

function roleOf(object: PolicyObject, origin: Origin): Role[] {
	const { kind, metadata, rules, aggregationRule } = object;
	if (kind !== "Role" && kind !== "ClusterRole") return [];
	return [
		{
			kind,
			namespace: metadata.namespace ?? "",
			name: metadata.name,
			labels: new Map(Object.entries(metadata.labels ?? {})),
			annotations: new Map(),
			rules: (rules ?? []).map(ruleOf),
			aggregation: aggregationRule?.clusterRoleSelectors.map(selectorOf),
			builtIn: true,
			origin,
		},
	];
}

function ruleOf(rule: Partial<PolicyRule>): PolicyRule {
	return {
		verbs: rule.verbs ?? [],
		apiGroups: rule.apiGroups ?? [],
		resources: rule.resources ?? [],
		resourceNames: rule.resourceNames ?? [],
		nonResourceURLs: rule.nonResourceURLs ?? [],
	};
}

function selectorOf({ matchLabels, matchExpressions }: PolicySelector): LabelSelector {
	return {
		matchLabels: new Map(Object.entries(matchLabels ?? {})),
		matchExpressions: matchExpressions ?? [],
	};
}

function bindingOf(object: PolicyObject, origin: Origin): Binding[] {
	const { kind, metadata, roleRef, subjects } = object;
	if (kind === "Role" || kind === "ClusterRole" || roleRef === undefined) return [];
	return [
		{
			kind,
			namespace: metadata.namespace ?? "",
			name: metadata.name,
			annotations: new Map(),
			roleRef: { kind: roleRef.kind, name: roleRef.name },
			subjects: (subjects ?? []).map(subjectOf),
			builtIn: true,
			origin,
		},
	];
}

function subjectOf(subject: Subject): Subject {
	return subject.kind === "ServiceAccount"
		? { kind: subject.kind, namespace: subject.namespace ?? "", name: subject.name }
		: { kind: subject.kind, name: subject.name };
}
