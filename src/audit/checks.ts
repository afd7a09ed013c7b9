import type { AuditCheck } from "./hit.ts";
import { bindingChecks } from "./lint/binding-checks.ts";
import { ruleChecks } from "./lint/rule-checks.ts";
import { objectChecks } from "./objects/object-checks.ts";
import { wildcardChecks } from "./wildcard-checks.ts";

/** The program's own checks, by the names that policies know them by. */
export const checks: ReadonlyMap<string, AuditCheck> = new Map([
	...wildcardChecks,
	...ruleChecks,
	...objectChecks,
	...bindingChecks,
]);
