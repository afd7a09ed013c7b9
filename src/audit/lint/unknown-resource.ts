import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Resources and API groups that are not there, or are another group's. */
export const unknownResource: AuditCheck = (world) => faultHits(world, "unknown-resource");
