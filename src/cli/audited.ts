import type { Audit } from "../model/audit.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import type { Grants } from "../resolve/grants.ts";
import type { Accepting } from "./accepting.ts";

/** What is asked of every world. */
export interface AuditPlan {
	readonly policies: readonly AuditPolicy[];
	readonly accepting: Accepting;
	readonly options: {
		readonly includeSystem?: boolean;
		readonly sensitiveNamespace: readonly string[];
		readonly complete?: boolean;
	};
}

/** The policies held to what was read, with what is accepted marked. */
export async function audited(
	grants: Grants,
	{ policies, accepting, options }: AuditPlan,
): Promise<Audit> {
	const [{ acceptedAudit }, { auditWorldOf }, { defaultPolicy }] = await Promise.all([
		import("../audit/accepted-audit.ts"),
		import("../audit/audit-world.ts"),
		import("../load/default-policy.ts"),
	]);
	const world = auditWorldOf(grants, defaultPolicy(grants.snapshot.kubernetesVersion), {
		includeSystem: options.includeSystem === true,
		sensitiveNamespaces: options.sensitiveNamespace,
		...(options.complete === true && { isComplete: true }),
	});
	const today = new Date().toISOString().slice(0, 10);
	return acceptedAudit(policies, world, { ...accepting, today });
}
