import { policyOfProblem } from "../audit/lint/policy-of-problem.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
import type { Problem, ProblemCode } from "../model/problem.ts";

/** What several checks share between them. */
const shared: Readonly<Partial<Record<ProblemCode, readonly string[]>>> = {
	"misspelled-resource": [
		"wrong-word-form",
		"unknown-resource",
		"unknown-subresource",
		"never-matching-glob",
	],
	"duplicate-object": ["replaced-object", "name-collision"],
};

/** Whether what is wrong with the input is told by policies that are asked. --strict wants errors told, and no answer. */
export function toldByPolicies(
	policies: readonly AuditPolicy[],
	isStrict: boolean,
): (problem: Problem) => boolean {
	const asked = new Set(policies.flatMap(({ checks }) => checks));
	return (problem) => {
		if (isStrict && problem.severity === "error") return false;
		const own = policyOfProblem(problem);
		const tellers = own === undefined ? shared[problem.code] : [own];
		return tellers?.every((id) => asked.has(id)) === true;
	};
}
