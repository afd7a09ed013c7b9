import { audit } from "../../src/audit/audit.ts";
import { type AuditOptions, type AuditWorld, auditWorldOf } from "../../src/audit/audit-world.ts";
import { builtInPolicies } from "../../src/load/audit/load-policies.ts";
import { defaultPolicy } from "../../src/load/default-policy.ts";
import { type LoadOptions, loadSnapshot } from "../../src/load/snapshot.ts";
import type { Audit } from "../../src/model/audit.ts";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";

/** The policies that ship, which have to be readable. */
export function shippedPolicies(): readonly AuditPolicy[] {
	const { policies, problems } = builtInPolicies();
	if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
	return policies;
}

/** What an audit of a snapshot is a function of. */
export function worldOf(snapshot: Snapshot, options: Partial<AuditOptions> = {}): AuditWorld {
	const defaults = defaultPolicy(snapshot.kubernetesVersion);
	return auditWorldOf(resolveGrants(snapshot), defaults, options);
}

/** Policies held to some manifests. */
export function runAudit(
	policies: readonly AuditPolicy[],
	load: LoadOptions,
	options: Partial<AuditOptions> = {},
): Audit {
	const snapshot = loadSnapshot(load);
	return audit(policies, worldOf(snapshot, options));
}
