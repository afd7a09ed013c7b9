import type { AuditSeverity } from "../../model/audit-policy.ts";
import { allAccounts } from "../../model/identity.ts";
import type { AuditCheck } from "../hit.ts";
import { type BroadGrant, broadGrants } from "./broad-grants.ts";
import { atLeast, isAtLeast } from "./grant-strength.ts";

const ofNamespace = `${allAccounts}:`;

/** Every pod of the cluster, or of a namespace, may do more than the default policy gives it. */
export const everyAccountAccess: AuditCheck = (world) => [
	...broadGrants(
		world,
		(subject) => subject.kind === "Group" && subject.name === allAccounts,
		({ strength, isNamedRead }) => {
			if (isAtLeast(strength, "medium")) return "critical";
			return isNamedRead ? "low" : "medium";
		},
		"every pod of the cluster",
	),
	...broadGrants(
		world,
		(subject) => subject.kind === "Group" && subject.name.startsWith(ofNamespace),
		severityInNamespace,
		"every pod of a namespace, also those to come",
	),
];

/** As grave as what is given, and one step more where other namespaces are opened. */
function severityInNamespace({ bound, strength }: BroadGrant): AuditSeverity | undefined {
	const { binding, subject } = bound;
	if (binding.roleRef.name === "system:image-puller") return undefined;
	const own = subject.kind === "Group" ? subject.name.slice(ofNamespace.length) : "";
	const isOwn = binding.namespace === own;
	const given = atLeast(strength, "low");
	return isOwn ? given : raised[given];
}

const raised: Readonly<Record<AuditSeverity, AuditSeverity>> = {
	critical: "critical",
	high: "critical",
	medium: "high",
	low: "medium",
	info: "low",
};
