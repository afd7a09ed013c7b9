import type { IdentitySets } from "../answer/identity-sets.ts";
import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Grants } from "../resolve/grants.ts";

/** What an audit is a function of. */
export interface AuditWorld {
	readonly grants: Grants;
	readonly snapshot: Snapshot;
	readonly identities: IdentitySets;
	/** The roles and bindings that every API server of this minor creates. */
	readonly defaults: { readonly roles: readonly Role[]; readonly bindings: readonly Binding[] };
	readonly options: AuditOptions;
}

export interface AuditOptions {
	/** Also what default and control-plane subjects have. */
	readonly includeSystem: boolean;
	/** Namespaces that count as sensitive beside kube-system and those of powerful accounts. */
	readonly sensitiveNamespaces: readonly string[];
	/** The input is all there is: who or what is not in it does not exist. True for a live cluster. */
	readonly isComplete: boolean;
}
