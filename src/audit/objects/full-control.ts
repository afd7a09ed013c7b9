import { isSystemGroup, isSystemUser } from "../../answer/system-names.ts";
import type { Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";

/** The subjects of the input that may do everything everywhere by one binding, the control plane's own left out. */
export function fullyInControl(world: AuditWorld): readonly BoundSubject[] {
	const { identities } = world;
	const everything = identities.sets.resourceRequests({});
	return boundSubjects(world).filter(({ binding, role, subject }) => {
		if (binding.namespace !== "" || role === undefined || isControlPlane(subject)) return false;
		return everything.isSubsetOf(identities.ofRole(role));
	});
}

function isControlPlane(subject: Subject): boolean {
	if (subject.kind === "User") return isSystemUser(subject.name);
	if (subject.kind === "ServiceAccount") return subject.namespace === "";
	return isSystemGroup(subject.name) || subject.name === "kubeadm:cluster-admins";
}
