import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { boundSubjects } from "./bound-subjects.ts";
import { atLeast, GrantStrength } from "./grant-strength.ts";

/** A RoleBinding that gives an account of another namespace rights in this one. */
export const crossNamespaceSubject: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return boundSubjects(world).flatMap((bound) => {
		const { subject, binding, place } = bound;
		if (binding.kind !== "RoleBinding" || subject.kind !== "ServiceAccount") return [];
		if (subject.namespace === binding.namespace) return [];
		const by = objectName(binding);
		const owner = `whoever rules ${subject.namespace} has them too`;
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${formatSubject(subject)} has rights in ${binding.namespace} by ${by}: ${owner}`,
				place,
				severity: atLeast(strengths.ofBinding(bound), "low"),
				namespace: binding.namespace,
				key: by,
			},
		];
	});
};
