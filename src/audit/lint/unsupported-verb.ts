import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Verbs that a resource does not have. */
export const unsupportedVerb: AuditCheck = (world) => faultHits(world, "unsupported-verb");
