import type { Audit } from "../model/audit.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import { audit } from "./audit.ts";
import type { AuditWorld } from "./audit-world.ts";
import { type Suppressing, suppress } from "./suppress.ts";

/** Policies held to a snapshot, with what somebody accepted marked. */
export function acceptedAudit(
	policies: readonly AuditPolicy[],
	world: AuditWorld,
	acceptance: Omit<Suppressing, "annotated" | "asked">,
): Audit {
	const found = audit(policies, world);
	const { findings, remarks } = suppress(found.findings, {
		...acceptance,
		annotated: world.snapshot,
		asked: new Set(policies.map(({ id }) => id)),
	});
	return { ...found, findings, remarks: [...found.remarks, ...remarks] };
}
