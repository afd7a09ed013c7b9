// Each format is imported when it is asked for: starting up is a good part of what `rolecall can` takes.
import type { Answer } from "./answer.ts";
import type { View } from "./view.ts";

export type Format =
	| "table"
	| "wide"
	| "json"
	| "yaml"
	| "ndjson"
	| "csv"
	| "markdown"
	| "sarif"
	| "github"
	| "junit";

/** The formats of `-o` that every answer has; docs/output.md says what each is for. */
export const formatNames: readonly Format[] = [
	"table",
	"wide",
	"json",
	"yaml",
	"ndjson",
	"csv",
	"markdown",
];

/** An answer as text that ends in a newline. */
export async function answerText(answer: Answer, format: Format, view: View): Promise<string> {
	switch (format) {
		case "table":
			return personText(answer, view);
		case "wide":
			return personText(answer, { ...view, wide: true });
		case "json":
			return (await import("./data-formats.ts")).answerJson(answer);
		case "yaml":
			return (await import("./data-formats.ts")).answerYaml(answer);
		case "ndjson":
			return (await import("./data-formats.ts")).answerLines(answer);
		case "csv":
			return (await import("./csv.ts")).answerCsv(answer, view.headers);
		case "markdown":
			return (await import("./markdown.ts")).answerMarkdown(answer);
		case "sarif":
		case "github":
		case "junit":
			return reportText(answer, format, view);
	}
}

/** Only for answers that find something: the command line offers these nowhere else. */
async function reportText(
	answer: Answer,
	format: "sarif" | "github" | "junit",
	view: View,
): Promise<string> {
	if (answer.kind === "Diff" && format === "sarif")
		return (await import("./diff-sarif.ts")).diffSarif(answer.diff, view.version);
	if (answer.kind !== "Audit") throw new Error(`no ${format} for ${answer.kind}`);
	const reports = await import("./audit/audit-reports.ts");
	return reports.auditReport([{ name: undefined, audit: answer.audit }], format, view);
}

async function personText(answer: Answer, view: View): Promise<string> {
	switch (answer.kind) {
		case "Decision":
			return (await import("./text/can.ts")).canText(answer.decision, view);
		case "WhoCan":
			return (await import("./text/who-can.ts")).whoCanText(answer.whoCan, view);
		case "PermissionHolders":
			return (await import("./text/permission-holders.ts")).permissionHoldersText(
				answer.permissionHolders,
				view,
			);
		case "Verification":
			return (await import("./text/verify.ts")).verifyText(answer.verification, view);
		case "Simplification":
			return (await import("./text/simplify.ts")).simplificationText(answer.simplification, view);
		case "Audit":
			return (await import("./text/audit.ts")).auditText(answer.audit, view);
		case "Diff":
			return (await import("./text/diff.ts")).diffText(answer.diff, view);
		case "GrantCheck":
			return (await import("./text/grant-check.ts")).grantCheckText(answer.grantCheck, view);
		case "Covers":
			return (await import("./text/covers.ts")).coversText(answer.covers, view);
		case "Matrix":
			return (await import("./text/matrix.ts")).matrixText(answer.matrix, answer.order, view);
	}
}
