import type { RunPlace } from "../repository-path.ts";
import type { Style } from "../style.ts";

/** How a report is looked at. */
export interface ReportView {
	readonly style: Style;
	readonly width: number;
	/** rolecall's own version. */
	readonly version: string;
	/** Passed checks and warnings too. */
	readonly verbose: boolean;
	/** Where in a repository the run took place, where that is known. */
	readonly at?: RunPlace;
}
