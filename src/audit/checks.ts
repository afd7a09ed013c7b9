import type { AuditCheck } from "./hit.ts";
import { ruleChecks } from "./lint/rule-checks.ts";

/** The program's own checks, by the id of their policy. */
export const checks: ReadonlyMap<string, AuditCheck> = new Map([...ruleChecks]);
