import type { RunPlace } from "./repository-path.ts";
import type { Style } from "./style.ts";

/** How a person looks at an answer. */
export interface View {
	readonly style: Style;
	/** The columns of the terminal; infinite where there is none, so that lines stay whole for other tools. */
	readonly width: number;
	/** False under `--no-headers`. */
	readonly headers: boolean;
	/** rolecall's own version, for formats that name their maker. */
	readonly version: string;
	/** True under `-o wide`: nothing is left out. */
	readonly wide: boolean;
	/** True under `-v`. */
	readonly verbose?: boolean;
	/** Where in a repository the run takes place, where that is known. */
	readonly at?: RunPlace;
}
