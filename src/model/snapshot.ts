import type { Binding } from "./binding.ts";
import type { Catalog } from "./catalog.ts";
import type { Origin } from "./origin.ts";
import type { Problem } from "./problem.ts";
import type { Role } from "./role.ts";

/** A ServiceAccount object of the input. */
export interface Account {
	readonly namespace: string;
	readonly name: string;
	readonly origin: Origin;
}

/** A Pod or something that makes pods, and the account they run as. */
export interface Workload {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly account: string;
	readonly origin: Origin;
}

/** A group whose members are known: an OpenShift Group object. */
export interface KnownGroup {
	readonly name: string;
	readonly users: readonly string[];
	readonly origin: Origin;
}

/** A person who has an object: an OpenShift User. */
export interface KnownUser {
	readonly name: string;
	readonly origin: Origin;
}

/** A document that could hold RBAC objects and could not be read: it weakens every deny. */
export interface UnreadDocument {
	readonly origin: Origin;
	/** Why, in a few words: `a Helm template`. */
	readonly why: string;
}

/** All that an answer is a function of, at one moment. */
export interface Snapshot {
	/** The minor, such as `1.37`. */
	readonly kubernetesVersion: string;
	readonly roles: readonly Role[];
	readonly bindings: readonly Binding[];
	readonly accounts: readonly Account[];
	readonly workloads: readonly Workload[];
	readonly groups: readonly KnownGroup[];
	readonly users: readonly KnownUser[];
	/** Every namespace that exists or is spoken of, sorted. */
	readonly namespaces: readonly string[];
	readonly catalog: Catalog;
	readonly unread: readonly UnreadDocument[];
	readonly problems: readonly Problem[];
}
