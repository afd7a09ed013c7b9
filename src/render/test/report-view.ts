import type { Style } from "../style.ts";

/** How a report is looked at. */
export interface ReportView {
	readonly style: Style;
	readonly width: number;
	/** rolecall's own version. */
	readonly version: string;
	/** Passed checks and warnings too. */
	readonly verbose: boolean;
}
