import type { Chain, NearMiss, SmallestGrant } from "./answer.ts";
import type { Place } from "./origin.ts";
import type { Request } from "./request.ts";
import type { Statement } from "./statement.ts";
import type { Subject } from "./subject.ts";
import type { SuiteProblem, TestSeverity } from "./suite.ts";
import type { SuiteAdequacy } from "./suite-adequacy.ts";
import type { Repair } from "./suite-fix.ts";

/** `unknown`: a role is missing that could turn it. `known-failure`: failed, as its marker says it does. */
export type CheckStatus = "passed" | "failed" | "unknown" | "skipped" | "known-failure";

/** One thing that failed: who may do what they should not, or may not do what they should. */
export interface CheckFailure {
	/** `extra`: allowed and should not be. `missing`: not allowed and should be. `other`: neither, the summary tells. */
	readonly kind: "extra" | "missing" | "other";
	/** `sa:payments/api CAN list secrets in namespace kube-system`. */
	readonly summary: string;
	readonly subject: Subject | undefined;
	/** One request that shows it, checked by the evaluator. */
	readonly witness: Request | undefined;
	/** The grants that give it; of what is missing, none. */
	readonly chains: readonly Chain[];
	/** All of it, in lines. */
	readonly lines: readonly Statement[];
	/** How much it is: `3 verbs on secrets, in every namespace but payments and cluster-wide`. */
	readonly size: string;
	/** The kubectl line that shows the same on a cluster. */
	readonly tryIt: string | undefined;
	/** The nearest grants, for what is missing. */
	readonly nearMisses: readonly NearMiss[];
	readonly smallestGrant: SmallestGrant | undefined;
	/** What else a reader should know. */
	readonly notes: readonly string[];
}

/** One atomic check of a test. */
export interface CheckResult {
	/** The same from run to run, and unique in its suite: `api-basics › deny list secrets in payments`. */
	readonly id: string;
	readonly test: string;
	readonly title: string;
	readonly severity: TestSeverity;
	/** Where the suite asserts it. */
	readonly place: Place;
	readonly status: CheckStatus;
	/** Why it was skipped, or what is missing; empty otherwise. */
	readonly reason: string;
	readonly failures: readonly CheckFailure[];
	/** What mends it, for what failed. */
	readonly repair?: Repair;
}

/** The results of one suite with one choice of matrix values. */
export interface SuiteResult {
	readonly file: string;
	readonly name: string;
	readonly description: string;
	readonly owner: string;
	readonly docs: string;
	readonly variant: readonly string[];
	readonly tests: readonly { readonly id: string; readonly name: string; readonly place: Place }[];
	readonly checks: readonly CheckResult[];
	/** With an error among them, nothing was checked. */
	readonly problems: readonly SuiteProblem[];
	/** Why the suite was not run at all: it reads a live cluster. */
	readonly skipped: string | undefined;
	/** How good its checks are, where that was asked for. */
	readonly adequacy?: SuiteAdequacy;
	/** The shares that its `thresholds` want, as checks. */
	readonly thresholds?: readonly CheckResult[];
}

/** A whole run. */
export interface TestRun {
	readonly suites: readonly SuiteResult[];
	/** How long it took in all. */
	readonly milliseconds: number;
}
