// Each report is imported when it is asked for.
import type { TestRun } from "../../model/suite-result.ts";
import type { ReportView } from "./report-view.ts";

export const reporterNames = [
	"pretty",
	"compact",
	"json",
	"jsonl",
	"junit",
	"sarif",
	"github",
	"gitlab",
	"tap",
	"markdown",
] as const;

export type ReporterName = (typeof reporterNames)[number];

/** A run as text that ends in a newline. */
export async function reportText(
	run: TestRun,
	name: ReporterName,
	view: ReportView,
): Promise<string> {
	switch (name) {
		case "pretty":
			return (await import("./pretty.ts")).prettyReport(run, view);
		case "compact":
			return (await import("./compact.ts")).compactReport(run, view);
		case "json":
			return (await import("./data.ts")).jsonReport(run);
		case "jsonl":
			return (await import("./data.ts")).jsonLinesReport(run);
		case "junit":
			return (await import("./junit.ts")).junitReport(run, view);
		case "sarif":
			return (await import("./sarif.ts")).sarifReport(run, view);
		case "github":
			return (await import("./github.ts")).githubReport(run, view);
		case "gitlab":
			return (await import("./gitlab.ts")).gitlabReport(run, view);
		case "tap":
			return (await import("./tap.ts")).tapReport(run);
		case "markdown":
			return (await import("./markdown.ts")).markdownReport(run, view);
	}
}
