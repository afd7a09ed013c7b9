import type { Audit } from "../../model/audit.ts";
import type { AuditPolicy, AuditSeverity } from "../../model/audit-policy.ts";
import { isInFile } from "../is-in-file.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { type Annotation, annotationLines } from "../workflow-commands.ts";
import { alsoInWords } from "./also-words.ts";
import { type AuditEntry, auditBlocks } from "./audit-entries.ts";
import {
	auditSummary,
	caveatsInWords,
	changesInWords,
	policiesById,
	waysToMend,
} from "./finding-words.ts";
import type { NamedAudit } from "./named-audit.ts";
import { shortWays } from "./way-words.ts";

const levels: Readonly<Record<AuditSeverity, Annotation["level"]>> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "notice",
	info: "notice",
};

/** Annotations in the diff of a pull request, then the summary. Suppressed findings have none. */
export function auditGithub(audits: readonly NamedAudit[], { at }: View): string {
	const lines = annotationLines(audits.flatMap(annotationsOf), at);
	const summaries = audits.map((one) => {
		const lead = one.name === undefined ? "" : `${one.name}: `;
		return visible(`${lead}${"error" in one ? `not read: ${one.error}` : auditSummary(one.audit)}`);
	});
	return `${[...lines, ...summaries].join("\n")}\n`;
}

function annotationsOf(one: NamedAudit): readonly Annotation[] {
	const lead = one.name === undefined ? "" : `${one.name}: `;
	if ("error" in one) {
		const title = `${one.name} was not read`;
		return [{ level: "error", place: undefined, title, message: one.error }];
	}
	const policies = policiesById(one.audit);
	return entriesIn(one.audit).map((entry) =>
		annotationOf(entry, policies.get(entry.first.policy), lead),
	);
}

/** A list has an annotation at each of its places, what comes from one rule one at that rule. */
function entriesIn(audit: Audit): readonly AuditEntry[] {
	const { risks, lint } = auditBlocks(audit);
	return [...risks, ...lint]
		.flat()
		.flatMap((entry) =>
			entry.kind === "grant"
				? [entry]
				: entry.findings.map((first) => ({ kind: entry.kind, first, findings: [first] })),
		);
}

function annotationOf(
	{ first, findings }: AuditEntry,
	policy: AuditPolicy | undefined,
	lead: string,
): Annotation {
	const also = alsoInWords(findings);
	const parts = [
		`${first.message}${caveatsInWords(first)}`,
		also === "" ? "" : `also: ${also}`,
		...shortWays(findings).slice(0, 3),
		...changesInWords(first).map((change) => `severity: ${change}`),
		policy?.why ?? "",
		...waysToMend(first, policy),
	];
	return {
		level: levels[first.severity],
		// Anything else is no file of the repository.
		place: isInFile(first.place) ? first.place : undefined,
		title: `${lead}${first.policy} (${first.severity})`,
		message: parts.filter((part) => part !== "").join("\n"),
	};
}
