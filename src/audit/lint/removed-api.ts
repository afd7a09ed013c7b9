import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** What the audited version no longer serves, or does not serve yet. */
export const removedApi: AuditCheck = (world) => faultHits(world, "removed-api");
