import { allUnauthenticated } from "../../model/identity.ts";
import type { Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { type BroadGrant, broadGrants } from "./broad-grants.ts";
import { isAtLeast } from "./grant-strength.ts";

/** Whoever reaches the API server without credentials may do more than see that it is alive. */
export const anonymousAccess: AuditCheck = (world) =>
	broadGrants(
		world,
		isAnonymous,
		(grant) =>
			isClusterInfo(grant) && !world.options.includeSystem ? undefined : severityOf(grant),
		"anybody without credentials",
	);

function isAnonymous(subject: Subject): boolean {
	if (subject.kind === "User") return subject.name === "system:anonymous";
	return subject.kind === "Group" && subject.name === allUnauthenticated;
}

/** What kubeadm gives to nodes that join: the cluster's address and certificate authority, which are no secrets. */
function isClusterInfo({ bound: { binding, role } }: BroadGrant): boolean {
	return (
		binding.namespace === "kube-public" &&
		role !== undefined &&
		role.rules.every(
			({ rule }) =>
				rule.resources.every((one) => one === "configmaps") &&
				rule.verbs.every((one) => one === "get") &&
				rule.resourceNames.length === 1 &&
				rule.resourceNames[0] === "cluster-info",
		)
	);
}

function severityOf(grant: BroadGrant): "critical" | "high" | "medium" | "info" {
	if (isClusterInfo(grant)) return "info";
	if (isAtLeast(grant.strength, "medium")) return "critical";
	const { excess } = grant;
	if (!excess.hasPaths || !isOnlyPaths(grant)) return grant.isNamedRead ? "medium" : "high";
	return "medium";
}

function isOnlyPaths({ bound: { role } }: BroadGrant): boolean {
	return role?.rules.every(({ rule }) => rule.resources.length === 0) ?? false;
}
