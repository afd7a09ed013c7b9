import type { AuditSeverity } from "../../model/audit-policy.ts";
import { allAccounts } from "../../model/identity.ts";
import type { AuditCheck } from "../hit.ts";
import { type BroadGrant, broadGrants } from "./broad-grants.ts";
import { atLeast } from "./grant-strength.ts";

const ofNamespace = `${allAccounts}:`;

/** Every pod of a namespace has rights, whatever its account is. */
export const namespaceAccountsAccess: AuditCheck = (world) =>
	broadGrants(
		world,
		(subject) => subject.kind === "Group" && subject.name.startsWith(ofNamespace),
		severityOf,
		"every pod of a namespace, also those to come",
	);

/** As grave as what is given, and one step more where other namespaces are opened. */
function severityOf({ bound, strength }: BroadGrant): AuditSeverity | undefined {
	const { binding, subject } = bound;
	if (binding.roleRef.name === "system:image-puller") return undefined;
	const own = subject.kind === "Group" ? subject.name.slice(ofNamespace.length) : "";
	const given = atLeast(strength, "low");
	return binding.namespace === own ? given : raised[given];
}

const raised: Readonly<Record<AuditSeverity, AuditSeverity>> = {
	critical: "critical",
	high: "critical",
	medium: "high",
	low: "medium",
	info: "low",
};
