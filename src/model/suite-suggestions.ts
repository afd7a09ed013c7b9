import type { SlackReport } from "./suite-adequacy.ts";
import type { DraftTest } from "./suite-draft.ts";

/** A test that a suite would be better with, and the golden files that it needs. */
export interface SuggestedTest {
	/** Its comments say what it closes. */
	readonly test: DraftTest;
	readonly goldens: ReadonlyMap<string, string>;
}

export interface Suggestions {
	/** What closes most comes first. */
	readonly tests: readonly SuggestedTest[];
	/** Nothing could change with no check failing, so that there is nothing to suggest. */
	readonly isTight: boolean;
	readonly before: PinnedShares;
	/** With all of the tests. */
	readonly after: PinnedShares;
}

type PinnedShares = Pick<SlackReport, "pinnedAbove" | "pinnedBelow">;
