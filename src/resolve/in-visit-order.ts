import { compareText } from "../model/text-order.ts";
import type { BoundRole } from "./bound-role.ts";

/** ClusterRoleBindings first, then by namespace and name: the order of files must not show. */
export function inVisitOrder({ binding: one }: BoundRole, { binding: other }: BoundRole): number {
	return (
		compareText(one.kind, other.kind) ||
		compareText(one.namespace, other.namespace) ||
		compareText(one.name, other.name)
	);
}
