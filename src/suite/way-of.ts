import type { Binding } from "../model/binding.ts";
import { objectName } from "../model/object-name.ts";

/** What `via` says of a binding: `RoleBinding/payments/api -> Role/payments/api`. */
export function wayOf(binding: Binding): string {
	const { kind, name } = binding.roleRef;
	const namespace = kind === "Role" ? binding.namespace : "";
	return `${objectName(binding)} -> ${objectName({ kind, namespace, name })}`;
}
