/**
 * One rule of a Role or ClusterRole; absent lists are empty. A rule is about resources or about paths; one with both
 * is refused by the API server, but would be evaluated for both.
 */
export interface PolicyRule {
	readonly verbs: readonly string[];
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	/** Empty: any name and no name. */
	readonly resourceNames: readonly string[];
	readonly nonResourceURLs: readonly string[];
}
