import type { Origin } from "./origin.ts";
import type { Subject } from "./subject.ts";

/** What a binding points to. */
export interface RoleRef {
	readonly kind: "Role" | "ClusterRole";
	readonly name: string;
}

/** A RoleBinding or ClusterRoleBinding; `namespace` is "" for a ClusterRoleBinding. */
export interface Binding {
	readonly kind: "RoleBinding" | "ClusterRoleBinding";
	readonly namespace: string;
	readonly name: string;
	/** Those of rolecall and of RBAC (`rolecall.dev/…`, `rbac.authorization.…`): the others are not kept. */
	readonly annotations: ReadonlyMap<string, string>;
	readonly roleRef: RoleRef;
	readonly subjects: readonly Subject[];
	/** Part of the API server's default policy, not of the input. */
	readonly builtIn: boolean;
	readonly origin: Origin;
}
