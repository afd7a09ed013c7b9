import type { CheckFailure } from "../model/suite-result.ts";

/** A failure that is told in one sentence, about no single request. */
export function summaryFailure(summary: string): CheckFailure {
	return {
		...{ kind: "other", summary, subject: undefined, witness: undefined, chains: [], lines: [] },
		...{ size: "", tryIt: undefined, nearMisses: [], smallestGrant: undefined, notes: [] },
	};
}
