import type { Binding } from "./binding.ts";
import type { Role } from "./role.ts";

export type RbacObject = Role | Binding;

/** What manifests would write to a cluster. */
export interface Written {
	/** The roles and bindings in the order in which they stand; of two with one name both. */
	readonly objects: readonly RbacObject[];
	/** How many RBAC objects the server refuses, whoever writes them: problems say why. */
	readonly invalid: number;
	/** How many objects of other kinds there are. */
	readonly others: number;
}
