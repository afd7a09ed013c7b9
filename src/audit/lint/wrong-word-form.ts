import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** The right thing written as no request has it: capitals, singulars, versions, kubectl's short ways. */
export const wrongWordForm: AuditCheck = (world) => faultHits(world, "wrong-word-form");
