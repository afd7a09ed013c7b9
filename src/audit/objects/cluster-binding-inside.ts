import { filledSubject, referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import type { EffectiveRole } from "../../model/grant.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";

/** ClusterRoleBindings that give accounts of one namespace namespaced resources everywhere. */
export const clusterBindingInside: AuditCheck = (world) =>
	world.grants.bound.flatMap(({ binding, role }) => {
		if (binding.builtIn || binding.kind !== "ClusterRoleBinding" || role === undefined) return [];
		const namespace = onlyNamespace(binding);
		if (namespace === undefined || !isAllNamespaced(role, world)) return [];
		const by = objectName(binding);
		return [
			{
				concerned: { kind: "object", object: referenceTo(binding) },
				message: `${by} gives accounts of ${namespace} rights in every namespace, and all of them are about what is in a namespace: RoleBindings in those it needs would do`,
				place: placeOf(binding.origin),
				key: namespace,
				fix: {
					words: `make ${by} a RoleBinding in ${namespace}`,
					edits: [{ kind: "bind-inside", binding, namespace }],
				},
			},
		];
	});

/** The namespace of all subjects, which are accounts; undefined where they are not. */
function onlyNamespace({ subjects, namespace }: Binding): string | undefined {
	const found = new Set(
		subjects.map((one) => {
			const subject = filledSubject(one, namespace);
			return subject.kind === "ServiceAccount" ? subject.namespace : "";
		}),
	);
	const [only] = found;
	return found.size === 1 && only !== "" ? only : undefined;
}

function isAllNamespaced({ rules }: EffectiveRole, { snapshot }: AuditWorld): boolean {
	const namespaced = new Set(
		snapshot.catalog.resources
			.filter((one) => one.namespaced)
			.map(({ group, resource }) => `${resource}.${group}`),
	);
	return (
		rules.length > 0 &&
		rules.every(
			({ rule }) =>
				rule.nonResourceURLs.length === 0 &&
				rule.resources.length > 0 &&
				rule.apiGroups.every((group) =>
					rule.resources.every((one) => namespaced.has(`${one.split("/")[0] ?? ""}.${group}`)),
				),
		)
	);
}
