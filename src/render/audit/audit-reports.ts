import type { ContextAnswer } from "../context-answer.ts";
import type { View } from "../view.ts";
import type { NamedAudit } from "./named-audit.ts";

type ReportFormat = "sarif" | "github" | "junit";

/** Audits in a format that other programs show. */
export async function auditReport(
	audits: readonly NamedAudit[],
	format: ReportFormat,
	view: View,
): Promise<string> {
	switch (format) {
		case "sarif":
			return (await import("./audit-sarif.ts")).auditSarif(audits, view);
		case "github":
			return (await import("./audit-github.ts")).auditGithub(audits, view);
		case "junit":
			return (await import("./audit-junit.ts")).auditJunit(audits);
	}
}

/** The same of several clusters: each is a part of the one report. */
export async function sideBySideReport(
	items: readonly ContextAnswer[],
	format: ReportFormat,
	view: View,
): Promise<string> {
	const audits = items.flatMap(({ context, answers, error }): readonly NamedAudit[] => {
		if (error !== undefined) return [{ name: context, error }];
		return answers.map((answer) => {
			if (answer.kind !== "Audit") throw new Error(`no ${format} for ${answer.kind}`);
			return { name: context, audit: answer.audit };
		});
	});
	return auditReport(audits, format, view);
}
