import { allAuthenticated } from "../../model/identity.ts";
import type { AuditCheck } from "../hit.ts";
import { broadGrants } from "./broad-grants.ts";
import { isAtLeast } from "./grant-strength.ts";

const everybody: ReadonlySet<string> = new Set([allAuthenticated, "system:authenticated:oauth"]);

/** Everybody who can log in, and every pod, may do more than the default policy gives them. */
export const everybodyAccess: AuditCheck = (world) =>
	broadGrants(
		world,
		(subject) => subject.kind === "Group" && everybody.has(subject.name),
		({ bound, strength, isNamedRead }) => {
			if (isOpenShiftDefault(bound.binding)) return undefined;
			if (isAtLeast(strength, "medium")) return "critical";
			return isNamedRead ? "low" : "medium";
		},
		"everybody with an account and every pod",
	);

/** Bindings that OpenShift makes itself, in every cluster. */
function isOpenShiftDefault({
	name,
	roleRef,
}: {
	name: string;
	roleRef: { name: string };
}): boolean {
	return openShiftBindings.get(name) === roleRef.name;
}

const openShiftBindings: ReadonlyMap<string, string> = new Map([
	["basic-users", "basic-user"],
	["cluster-status-binding", "cluster-status"],
	["self-access-reviewers", "self-access-reviewer"],
	["self-provisioners", "self-provisioner"],
	["system:build-strategy-docker-binding", "system:build-strategy-docker"],
	["system:build-strategy-jenkinspipeline-binding", "system:build-strategy-jenkinspipeline"],
	["system:build-strategy-source-binding", "system:build-strategy-source"],
	["system:oauth-token-deleters", "system:oauth-token-deleter"],
	["system:openshift:discovery", "system:openshift:discovery"],
	["system:scope-impersonation", "system:scope-impersonation"],
	["system:webhooks", "system:webhook"],
]);
