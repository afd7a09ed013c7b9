import type { Audit } from "../model/audit.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import type { Grants } from "../resolve/grants.ts";
import { type Accepting, accepted } from "./accepting.ts";

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
	const [{ audit }, { auditWorldOf }, { defaultPolicy }] = await Promise.all([
		import("../audit/audit.ts"),
		import("../audit/audit-world.ts"),
		import("../load/default-policy.ts"),
	]);
	const { kubernetesVersion, cluster } = grants.snapshot;
	const auditWorld = auditWorldOf(grants, defaultPolicy(kubernetesVersion), {
		includeSystem: options.includeSystem === true,
		sensitiveNamespaces: options.sensitiveNamespace,
		isComplete: options.complete === true || cluster !== undefined,
	});
	return accepted(audit(policies, auditWorld), policies, grants.snapshot, accepting);
}
