import type { FieldPath, Origin } from "./origin.ts";

/**
 * What whoever writes a field might make its controller do: run as an account, run pods, reach a node, apply objects,
 * use another cluster's credentials, give roles, or set up a machine.
 */
export type FieldPower =
	| "account"
	| "pods"
	| "host"
	| "objects"
	| "kubeconfig"
	| "roles"
	| "machine";

/** A field of a custom resource that looks powerful by its name; one for each power, the least deep. */
export interface PowerfulField {
	readonly group: string;
	/** The plural, as rules name it. */
	readonly resource: string;
	/** `spec.template.spec.serviceAccountName`; `[]` stands behind lists, `*` for any key. */
	readonly field: string;
	readonly power: FieldPower;
	/** Of the CustomResourceDefinition. */
	readonly origin: Origin;
	/** Where its schema stands there. */
	readonly path: FieldPath;
}
