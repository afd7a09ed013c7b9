import { workloadsOf } from "../answer/workloads-of.ts";
import type { Finding, FindingScope } from "../model/audit.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import type { AuditWorld } from "./audit-world.ts";
import { findingFingerprint } from "./fingerprint.ts";
import type { Hit } from "./hit.ts";

/** What a check found, as a finding of its policy. */
export function hitFinding(hit: Hit, policy: AuditPolicy, world: AuditWorld): Finding {
	const { concerned, namespace, message, place, related = [], key } = hit;
	const scope: FindingScope =
		namespace === undefined
			? { kind: concerned.kind === "subject" ? "cluster" : "object" }
			: { kind: "namespace", namespace, sensitive: undefined };
	const account =
		concerned.kind === "subject" && concerned.subject.kind === "ServiceAccount"
			? concerned.subject
			: undefined;
	return {
		policy: policy.id,
		variants: [],
		pack: policy.pack,
		severity: hit.severity ?? policy.severity.cluster ?? policy.severity.namespace ?? "info",
		confidence: hit.confidence ?? policy.confidence,
		concerned,
		scope,
		message,
		permissions: [],
		example: undefined,
		chains: [],
		place,
		related,
		implies: [],
		changes: [],
		isLatent: false,
		workloads: account === undefined ? [] : workloadsOf(account, world.snapshot),
		fix: hit.fix,
		fingerprint: findingFingerprint(policy.id, concerned, scope, [key]),
		suppressed: undefined,
	};
}
