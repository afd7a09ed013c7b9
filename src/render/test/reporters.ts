// Each report is imported when it is asked for.
import type { TestRun } from "../../model/suite-result.ts";
import type { Style } from "../style.ts";

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

/** How a report is looked at. */
export interface ReportView {
	readonly style: Style;
	readonly width: number;
	/** rolecall's own version. */
	readonly version: string;
	/** Passed checks and warnings too. */
	readonly verbose: boolean;
}

/** A run as text that ends in a newline. */
export async function reportText(
	run: TestRun,
	name: ReporterName,
	view: ReportView,
): Promise<string> {
	switch (name) {
		case "pretty":
			return (await import("./pretty.ts")).prettyReport(run, view);
		default:
			throw new Error(`no report ${name} yet`);
	}
}
