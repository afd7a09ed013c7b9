import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownRoles } from "./own-objects.ts";

/** ClusterRoles that count in one namespace only. */
export const couldBeRole: AuditCheck = (world) => {
	const byRole = new Map<string, Binding[]>();
	for (const binding of world.snapshot.bindings) {
		if (binding.roleRef.kind !== "ClusterRole") continue;
		const own = byRole.get(binding.roleRef.name);
		if (own === undefined) byRole.set(binding.roleRef.name, [binding]);
		else own.push(binding);
	}
	return ownRoles(world).flatMap((role): readonly Hit[] => {
		const isOurs = role.kind === "ClusterRole" && !role.name.startsWith("system:");
		const own = isOurs ? (byRole.get(role.name) ?? []) : [];
		const namespaces = new Set(own.map(({ namespace }) => namespace));
		const [namespace = ""] = namespaces;
		const isShared =
			role.labels.size > 0 && [...role.labels.keys()].some((key) => key.includes("/aggregate-to-"));
		if (namespaces.size !== 1 || namespace === "" || role.aggregation !== undefined || isShared)
			return [];
		return [
			{
				concerned: { kind: "object", object: referenceTo(role) },
				message: `${objectName(role)} is bound in \`${namespace}\` only: a Role there would do, and could not be bound elsewhere`,
				place: placeOf(role.origin),
				related: own.map((one) => ({ place: placeOf(one.origin), title: objectName(one) })),
				key: namespace,
			},
		];
	});
};
