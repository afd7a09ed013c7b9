import type { Concerned, Finding } from "../model/audit.ts";
import { baselineHead } from "../model/audit-suppression.ts";
import { objectName } from "../model/object-name.ts";
import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";

/**
 * The text of a baseline: what is found and not accepted otherwise, in an order that does not show where it stands.
 * What an annotation or an entry accepts would outlive its last day in a baseline.
 */
export function baselineOf(findings: readonly Finding[], version: string): string {
	const told = findings
		.filter(({ suppressed }) => suppressed === undefined || suppressed.by === "baseline")
		.map(({ fingerprint, policy, concerned, severity, message }) => ({
			...{ fingerprint, policy, ...nameOf(concerned), severity, message },
		}))
		.toSorted(
			(one, other) =>
				compareText(one.policy, other.policy) ||
				compareText(one.message, other.message) ||
				compareText(one.fingerprint, other.fingerprint),
		);
	const baseline = { ...baselineHead, rolecallVersion: version, findings: told };
	return `${JSON.stringify(baseline, undefined, 2)}\n`;
}

function nameOf(concerned: Concerned): { readonly subject: string } | { readonly object: string } {
	if (concerned.kind === "object") return { object: objectName(concerned.object) };
	return { subject: formatSubject(concerned.subject) };
}
