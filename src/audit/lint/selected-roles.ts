import type { LabelSelector, Role } from "../../model/role.ts";
import { selectorMatches } from "../../resolve/label-selector.ts";

/** The other ClusterRoles that the selectors of an aggregated one match, each once. */
export function selectedRoles(role: Role, roles: readonly Role[]): readonly Role[] {
	const selectors = role.aggregation ?? [];
	if (selectors.length === 0) return [];
	return roles.filter(
		(one) =>
			one.kind === "ClusterRole" &&
			one.name !== role.name &&
			selectors.some((selector) => selectorMatches(selector, one.labels)),
	);
}

/** The labels that a selector asks for. */
export function labelKeysOf({ matchLabels, matchExpressions }: LabelSelector): readonly string[] {
	return [...matchLabels.keys(), ...matchExpressions.map(({ key }) => key)];
}
