import type { EffectiveRole } from "../model/grant.ts";

/** The roles that count for somebody in one scope, by the ids of what they say. */
export interface Holding {
	/** By ClusterRoleBindings. */
	readonly everywhere: readonly EffectiveRole[];
	/** By RoleBindings of the namespace; undefined where the scope is the whole cluster. */
	readonly inside: readonly EffectiveRole[] | undefined;
	/** "" where the scope is the whole cluster. */
	readonly namespace: string;
}
