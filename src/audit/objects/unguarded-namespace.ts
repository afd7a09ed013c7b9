import { referenceTo } from "../../answer/chain.ts";
import { placeOf } from "../../model/origin.ts";
import type { NamespaceObject } from "../../model/snapshot.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { holdersInside, makesPods } from "./holders-inside.ts";
import { wordedList } from "./worded-list.ts";

const enforce = "pod-security.kubernetes.io/enforce";

/** Namespaces that let any pod in, also one that owns its node, for people who can make pods in no other. */
export const unguardedNamespace: AuditCheck = (world) => {
	if (isOpenShift(world)) return [];
	return world.snapshot.namespaceObjects.flatMap(({ name, labels, origin }) => {
		if (isGuarded(labels) || name.startsWith("kube-")) return [];
		const makers = holdersInside(world, name, makesPods);
		if (makers.length === 0) return [];
		const level = labels.has(enforce)
			? `enforces the level \`${labels.get(enforce) ?? ""}\``
			: "enforces no Pod Security level";
		return [
			{
				concerned: {
					kind: "object" as const,
					object: referenceTo({ kind: "Namespace", namespace: "", name, origin }),
				},
				message: `${name} ${level}: ${wordedList(makers)} can run privileged pods there, and so take over nodes`,
				place: placeOf(origin, ["metadata", "labels"]),
				namespace: name,
				key: "unguarded",
			},
		];
	});
};

/** A level that does not exist counts as `restricted`. */
function isGuarded(labels: NamespaceObject["labels"]): boolean {
	return (labels.get(enforce) ?? "privileged") !== "privileged";
}

/** There SecurityContextConstraints decide, and the labels follow them. */
function isOpenShift({ snapshot }: AuditWorld): boolean {
	return snapshot.catalog.resources.some(
		({ group, resource }) =>
			group === "security.openshift.io" && resource === "securitycontextconstraints",
	);
}
