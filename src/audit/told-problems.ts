import type { ProblemCode } from "../model/problem.ts";

/** What is wrong with the input and told by findings: nobody needs to hear it twice. */
export const toldByFindings: ReadonlySet<ProblemCode> = new Set();
