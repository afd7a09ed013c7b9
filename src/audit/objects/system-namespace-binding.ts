import { isSystemGroup, isSystemUser } from "../../answer/system-names.ts";
import { objectName } from "../../model/object-name.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";
import { atLeast, GrantStrength } from "./grant-strength.ts";

const systemNamespaces: ReadonlySet<string> = new Set([
	"kube-system",
	"kube-public",
	"kube-node-lease",
]);

/** A RoleBinding in a namespace of the control plane for somebody who is no part of it. */
export const systemNamespaceBinding: AuditCheck = (world) => {
	const strengths = GrantStrength.of(world);
	return boundSubjects(world).flatMap((bound) => {
		const { subject, binding, place } = bound;
		if (!systemNamespaces.has(binding.namespace) || isSystem(subject)) return [];
		if (isAuthenticationReader(bound)) return [];
		const by = objectName(binding);
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${formatSubject(subject)}, which is no part of the control plane, has rights in ${binding.namespace} by ${by}`,
				place,
				severity: atLeast(strengths.ofBinding(bound), "low"),
				namespace: binding.namespace,
				key: by,
			},
		];
	});
};

function isSystem(subject: Subject): boolean {
	if (subject.kind === "ServiceAccount") return systemNamespaces.has(subject.namespace);
	return subject.kind === "User" ? isSystemUser(subject.name) : isSystemGroup(subject.name);
}

/** What every API server behind the aggregator needs: public certificates. */
function isAuthenticationReader({ binding: { roleRef } }: BoundSubject): boolean {
	return roleRef.kind === "Role" && roleRef.name === "extension-apiserver-authentication-reader";
}
