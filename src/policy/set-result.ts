import type { CheckFailure, CheckResult } from "../model/suite-result.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import { requestWords } from "../suite/request-words.ts";
import { inTest } from "./meaning-of.ts";

/** A set held to another, whoever has it: what it has too much, and for `exactly` what it lacks. */
export function setResult(
	set: PermissionSet,
	kind: "atMost" | "exactly",
	bound: PermissionSet,
): CheckResult {
	const extra = failureOf("extra", set.difference(bound));
	const missing = kind === "exactly" ? failureOf("missing", bound.difference(set)) : [];
	const failures = [...extra, ...missing];
	return {
		...{ id: "expect", test: "expect", title: "", severity: "error", place: inTest, reason: "" },
		status: failures.length === 0 ? "passed" : "failed",
		failures,
	};
}

function failureOf(kind: "extra" | "missing", region: PermissionSet): readonly CheckFailure[] {
	const request = witness(region);
	if (request === undefined) return [];
	const verb = kind === "extra" ? "has" : "has not";
	return [
		{
			...{ kind, witness: request, summary: `the set ${verb} ${requestWords(request)}` },
			lines: statementsOf(region).statements,
			...{ subject: undefined, chains: [], size: "", tryIt: undefined, nearMisses: [] },
			...{ smallestGrant: undefined, notes: [] },
		},
	];
}
