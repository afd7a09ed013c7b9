import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Subresources that the resource does not have. */
export const unknownSubresource: AuditCheck = (world) => faultHits(world, "unknown-subresource");
