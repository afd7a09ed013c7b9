import type { AuditRemark, Finding, Suppression } from "../model/audit.ts";
import type { Acceptance, AuditBaseline, SuppressionEntry } from "../model/audit-suppression.ts";
import { compareText } from "../model/text-order.ts";
import { type Annotated, annotatedAcceptances } from "./annotated-acceptances.ts";
import { entryMatches } from "./entry-matches.ts";
import { KnownFindings } from "./known-findings.ts";
import { changedFields } from "./lazy-fields.ts";
import { spokenByAnnotation } from "./spoken-by-annotation.ts";
import { type Asked, type Spoken, SuppressUsage } from "./suppress-usage.ts";

/** All that can suppress findings. */
export interface Suppressing extends Asked {
	/** The snapshot: its roles, bindings and accounts may be annotated. */
	readonly annotated: Annotated;
	/** Those of a file. */
	readonly entries: readonly SuppressionEntry[];
	readonly baseline: AuditBaseline | undefined;
}

interface Suppressed {
	/** All that were given, in their order. */
	readonly findings: readonly Finding[];
	readonly remarks: readonly AuditRemark[];
}

/** Marks the findings that somebody accepted, and says what is wrong with what accepts them. */
export function suppress(findings: readonly Finding[], given: Suppressing): Suppressed {
	const usage = new SuppressUsage();
	const annotations = annotatedAcceptances(given.annotated, given.known);
	const known = given.baseline && new KnownFindings(given.baseline);
	const marked = findings.map((finding): Finding => {
		// Both are asked, so that each knows what it is used for.
		const noted = spokenByAnnotation(finding, annotations, given.today, usage);
		const listed = spokenByEntry(finding, given, usage);
		const accepted = noted.accepted ?? listed.accepted;
		const suppressed = accepted ? suppressionBy(accepted) : known?.suppressionOf(finding);
		if (suppressed !== undefined) return changedFields(finding, { suppressed });
		usage.missWays(finding, noted);
		usage.missWays(finding, listed);
		return finding;
	});
	const remarks = [
		...annotations.remarks,
		...[...annotations.byObject.values(), ...given.entries].flatMap((acceptance) =>
			usage.remarksOn(acceptance, given),
		),
		...(known?.remarks(findings, given) ?? []),
	];
	return { findings: marked, remarks: remarks.toSorted(byGravity) };
}

/** Of the entries that speak of all of a finding and still count, the one that ends last is told. */
function spokenByEntry(
	finding: Finding,
	{ entries, today }: Suppressing,
	usage: SuppressUsage,
): Spoken {
	let accepted: SuppressionEntry | undefined;
	const ofSomeWays: Spoken["ofSomeWays"][number][] = [];
	for (const entry of entries) {
		const match = entryMatches(entry, finding);
		if (match === "no") continue;
		usage.meet(entry, finding.policy);
		if (match !== "yes") ofSomeWays.push({ acceptance: entry, otherWay: match.otherWay });
		else if (entry.until >= today && entry.until > (accepted?.until ?? "")) accepted = entry;
	}
	return { accepted, ofSomeWays };
}

function suppressionBy({ by, reason, until, place }: Acceptance): Suppression {
	return { by, reason, until, place };
}

const gravity: Readonly<Record<AuditRemark["severity"], number>> = {
	error: 0,
	warning: 1,
	note: 2,
};

function byGravity(one: AuditRemark, other: AuditRemark): number {
	return (
		gravity[one.severity] - gravity[other.severity] ||
		compareText(one.place.file, other.place.file) ||
		(one.place.line ?? 0) - (other.place.line ?? 0) ||
		(one.place.column ?? 0) - (other.place.column ?? 0) ||
		compareText(one.message, other.message)
	);
}
