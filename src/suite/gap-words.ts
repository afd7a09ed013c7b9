import type { Binding } from "../model/binding.ts";

/** `ClusterRole x, which RoleBinding a/b binds, is not in the inputs`. */
export function gapInWords({ kind, namespace, name, roleRef }: Binding): string {
	const where = namespace === "" ? name : `${namespace}/${name}`;
	return `${roleRef.kind} ${roleRef.name}, which ${kind} ${where} binds, is not in the inputs`;
}
