import type { CheckResult, TestRun } from "../../src/model/suite-result.ts";

/** What each format would obey if it were let through. */
const evil = "]]> & <b> \" ' \n::error::x %0A | ` \u001b[31m \u202e 🦀 \u0000 end";

/** A check that passed, unless more is said. */
export function check(more: Partial<CheckResult>): CheckResult {
	return {
		id: `t › ${evil}`,
		test: "t",
		title: evil,
		severity: "error",
		place: { file: "a:b,c.rolecall.yaml", line: 3, column: 1 },
		status: "passed",
		reason: "",
		failures: [],
		...more,
	};
}

export const failure: CheckResult["failures"][number] = {
	kind: "extra",
	summary: evil,
	subject: { kind: "User", name: evil },
	witness: { kind: "path", verb: "get", path: evil },
	chains: [],
	lines: [
		{ kind: "path", verbs: { only: [evil] }, paths: [{ text: evil, isPrefix: false }], except: [] },
	],
	size: "1",
	tryIt: evil,
	nearMisses: [],
	smallestGrant: undefined,
	notes: [evil],
};

/** A run whose every text is hostile, with a check of each status. */
export const hostileRun: TestRun = {
	milliseconds: 12,
	suites: [
		{
			...{ file: "a:b,c.rolecall.yaml", name: evil, description: evil, owner: evil, docs: evil },
			variant: [evil],
			tests: [{ id: "t", name: evil, place: { file: "a.rolecall.yaml", line: 1 } }],
			checks: [
				check({ id: "t › one", title: "one" }),
				check({ status: "failed", failures: [failure] }),
				check({ id: "t › 3", status: "unknown", reason: evil }),
				check({ id: "t › 4", status: "skipped", reason: evil }),
				check({ id: "t › 5", status: "known-failure", reason: evil, failures: [failure] }),
			],
			problems: [{ severity: "warning", message: evil, place: { file: evil, line: 1 } }],
			skipped: undefined,
		},
	],
};
