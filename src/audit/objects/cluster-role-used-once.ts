import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { BoundRole } from "../../resolve/bound-role.ts";
import type { AuditCheck } from "../hit.ts";

/** ClusterRoles that one RoleBinding gives and nothing else: a Role would do. */
export const clusterRoleUsedOnce: AuditCheck = ({ grants, snapshot }) => {
	const uses = new Map<string, BoundRole[]>();
	for (const bound of grants.bound) {
		const { kind, name } = bound.binding.roleRef;
		if (kind !== "ClusterRole") continue;
		const same = uses.get(name);
		if (same === undefined) uses.set(name, [bound]);
		else same.push(bound);
	}
	return snapshot.roles.flatMap((role) => {
		if (role.kind !== "ClusterRole" || role.builtIn || role.aggregation !== undefined) return [];
		const [only, ...more] = uses.get(role.name) ?? [];
		if (only === undefined || more.length > 0 || only.binding.namespace === "") return [];
		if ([...role.labels.keys()].some((key) => key.includes("/aggregate-to-"))) return [];
		const { namespace } = only.binding;
		return [
			{
				concerned: { kind: "object", object: referenceTo(role) },
				message: `${objectName(role)} is bound in ${namespace} alone, by ${objectName(only.binding)}: a Role there would do, and could not be bound everywhere by mistake`,
				place: placeOf(role.origin),
				key: namespace,
			},
		];
	});
};
