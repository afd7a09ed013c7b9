import { acceptedAudit } from "../audit/accepted-audit.ts";
import { askedPolicies } from "../audit/asked-policies.ts";
import { auditWorldOf } from "../audit/audit-world.ts";
import { loadBaseline } from "../load/audit/load-baseline.ts";
import { loadSuppressions } from "../load/audit/load-suppressions.ts";
import { defaultPolicy } from "../load/default-policy.ts";
import { LoadError } from "../load/load-error.ts";
import type { Audit } from "../model/audit.ts";
import type { AuditPack, AuditPolicy } from "../model/audit-policy.ts";
import type { AuditBaseline, SuppressionEntry } from "../model/audit-suppression.ts";
import type { Grants } from "../resolve/grants.ts";
import { throwProblems } from "./throw-problems.ts";

/** Which policies are asked, of whom, and what of that is accepted; nothing has to be said. */
export interface AuditOptions {
	/** Only these packs; by default all policies but the optional ones. */
	readonly packs?: readonly AuditPack[];
	/** Ids of policies, or globs over them: only these. */
	readonly only?: readonly string[];
	/** The same: not these. */
	readonly skip?: readonly string[];
	/** Also what every API server grants its own parts. */
	readonly includeSystem?: boolean;
	/** Namespaces as grave as kube-system. */
	readonly sensitiveNamespaces?: readonly string[];
	/** The input is all there is: what is not in it does not exist. By default so for a live cluster only. */
	readonly isComplete?: boolean;
	/** A file that says which findings are accepted; none is read unless it is named. */
	readonly suppressions?: string;
	/** A file that `rolecall audit --write-baseline` wrote. */
	readonly baseline?: string;
	/** The day on which acceptances have to count, `2026-12-31`; by default today. */
	readonly today?: string;
}

/**
 * What is dangerous, broken or more than needed, the gravest first, with accepted findings marked as such. Throws a
 * LoadError for a policy that does not exist and for a file of acceptances that cannot be read.
 */
export function audit(
	grants: Grants,
	policies: readonly AuditPolicy[],
	options: AuditOptions = {},
): Audit {
	const { packs = [], only = [], skip = [] } = options;
	const asked = askedPolicies(policies, { packs, only, skip });
	if ("error" in asked) throw new LoadError(asked.error);
	const known = policies.map(({ id }) => id);
	const entries = entriesOf(options, known);
	const baseline = baselineOf(options);
	const { includeSystem, sensitiveNamespaces, isComplete } = options;
	const world = auditWorldOf(grants, defaultPolicy(grants.snapshot.kubernetesVersion), {
		...(includeSystem !== undefined && { includeSystem }),
		...(sensitiveNamespaces !== undefined && { sensitiveNamespaces }),
		...(isComplete !== undefined && { isComplete }),
	});
	const today = options.today ?? new Date().toISOString().slice(0, 10);
	return acceptedAudit(asked, world, { entries, baseline, known, today });
}

function entriesOf(
	{ suppressions }: AuditOptions,
	known: readonly string[],
): readonly SuppressionEntry[] {
	if (suppressions === undefined) return [];
	const { entries, problems } = loadSuppressions(suppressions, known);
	throwProblems(problems);
	return entries;
}

function baselineOf({ baseline: file }: AuditOptions): AuditBaseline | undefined {
	if (file === undefined) return undefined;
	const { baseline, problems } = loadBaseline(file);
	throwProblems(problems);
	return baseline;
}
