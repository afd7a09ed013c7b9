/** `Role/payments/api`, `ClusterRole/view`, `RoleBinding/payments/api`. */
export function objectName(object: {
	readonly kind: string;
	/** "" for what is cluster-scoped. */
	readonly namespace: string;
	readonly name: string;
}): string {
	const { kind, namespace, name } = object;
	return namespace === "" ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
