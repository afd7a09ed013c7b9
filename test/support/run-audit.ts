import { audit } from "../../src/audit/audit.ts";
import { type AuditOptions, auditWorldOf } from "../../src/audit/audit-world.ts";
import { builtInPolicies } from "../../src/load/audit/load-policies.ts";
import { defaultPolicy } from "../../src/load/default-policy.ts";
import { type LoadOptions, loadSnapshot } from "../../src/load/snapshot.ts";
import type { Audit } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";

const usual: AuditOptions = { includeSystem: false, sensitiveNamespaces: [], isComplete: false };

/** The policies that ship, which have to be readable. */
export function shippedPolicies(): readonly AuditPolicy[] {
	const { policies, problems } = builtInPolicies();
	if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
	return policies;
}

/** Policies held to some manifests. */
export function runAudit(
	policies: readonly AuditPolicy[],
	load: LoadOptions,
	options: Partial<AuditOptions> = {},
): Audit {
	const snapshot = loadSnapshot(load);
	const world = auditWorldOf(resolveGrants(snapshot), defaultPolicy(snapshot.kubernetesVersion), {
		...usual,
		...options,
	});
	return audit(policies, world);
}
