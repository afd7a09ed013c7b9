import type { Audit } from "../model/audit.ts";
import type { AuditBaseline, SuppressionEntry } from "../model/audit-suppression.ts";
import { formatPlace } from "../model/origin.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** Where is said which findings are accepted. */
export interface AcceptOptions {
	readonly suppressions?: string;
	readonly baseline?: string;
}

/** What accepts findings beside annotations; read once, whatever is audited. */
export interface Accepting {
	readonly entries: readonly SuppressionEntry[];
	readonly baseline: AuditBaseline | undefined;
	/** The ids of all policies, asked or not. */
	readonly known: readonly string[];
}

/** Reads the files that say which findings are accepted; wrong ones end the run. */
export async function readAccepting(
	{ suppressions, baseline }: AcceptOptions,
	known: readonly string[],
	teller: Teller,
): Promise<Accepting> {
	const { loadSuppressions } = await import("../load/audit/load-suppressions.ts");
	const { entries, problems } = loadSuppressions(suppressions, known);
	for (const { message, place } of problems) teller.error(`${formatPlace(place)}: ${message}`);
	if (problems.length > 0) throw new UsageError("the suppressions could not all be read");
	return { entries, baseline: baseline === undefined ? undefined : await read(baseline), known };
}

/** A file that cannot be read is to a baseline what it is to the snapshot of a cluster. */
async function read(file: string): Promise<AuditBaseline> {
	const { loadBaseline } = await import("../load/audit/load-baseline.ts");
	const { baseline, problems } = loadBaseline(file);
	if (baseline !== undefined) return baseline;
	const { ClusterError } = await import("../load/live/cluster-error.ts");
	const [first, ...more] = problems;
	const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
	const place = formatPlace(first?.place ?? { file });
	throw new ClusterError("protocol", place, `${first?.message ?? "not a baseline"}${others}`);
}

/** What is wrong with what accepts findings, each with its place. */
export function tellRemarks({ remarks }: Audit, teller: Teller): void {
	for (const { severity, message, place } of remarks) {
		const text = `${formatPlace(place)}: ${message}`;
		if (severity === "note") teller.note(text);
		else if (severity === "warning") teller.warn(text);
		else teller.error(text);
	}
}
