import type { EffectiveRole } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";

/** What identities hold in one policy, as sets: a snapshot's own, or what it would be after a change. */
export interface HeldSets {
	/** Who is in which group, and which roles there are. */
	readonly grants: Grants;
	readonly sets: PermissionSets;
	/** All that an identity may do by RBAC; members of `system:masters` may do everything. */
	readonly of: (identity: Identity) => PermissionSet;
	/** What a group's own bindings give to its members. */
	readonly ofGroup: (group: string) => PermissionSet;
	/** What a role allows, as if a ClusterRoleBinding bound it. */
	readonly ofRole: (role: EffectiveRole) => PermissionSet;
	/** Every user name that a binding names, accounts among them. */
	readonly userNames: () => readonly string[];
	readonly groupNames: () => readonly string[];
}
