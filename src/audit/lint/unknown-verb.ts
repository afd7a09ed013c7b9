import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Verbs that nothing ever asks for. */
export const unknownVerb: AuditCheck = (world) => faultHits(world, "unknown-verb");
