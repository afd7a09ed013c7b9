import type { Origin } from "./origin.ts";
import type { PolicyRule } from "./rule.ts";

/** One selector of `aggregationRule.clusterRoleSelectors`; all its requirements must hold. */
export interface LabelSelector {
	readonly matchLabels: ReadonlyMap<string, string>;
	readonly matchExpressions: readonly LabelRequirement[];
}

export interface LabelRequirement {
	readonly key: string;
	readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
	readonly values: readonly string[];
}

/** A Role or ClusterRole as it is declared; `namespace` is "" for a ClusterRole. */
export interface Role {
	readonly kind: "Role" | "ClusterRole";
	readonly namespace: string;
	readonly name: string;
	readonly labels: ReadonlyMap<string, string>;
	/** Those of rolecall and of RBAC (`rolecall.dev/…`, `rbac.authorization.…`): the others are not kept. */
	readonly annotations: ReadonlyMap<string, string>;
	readonly rules: readonly PolicyRule[];
	/** The selectors of an aggregated ClusterRole; undefined when it has no aggregationRule. */
	readonly aggregation: readonly LabelSelector[] | undefined;
	/** Part of the API server's default policy, not of the input. */
	readonly builtIn: boolean;
	readonly origin: Origin;
}
