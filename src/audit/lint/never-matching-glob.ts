import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Stars that stand for nothing. */
export const neverMatchingGlob: AuditCheck = (world) => faultHits(world, "never-matching-glob");
