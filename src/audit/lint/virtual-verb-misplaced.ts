import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Verbs that are only authorized, on a resource where nobody asks for them. */
export const virtualVerbMisplaced: AuditCheck = (world) =>
	faultHits(world, "virtual-verb-misplaced");
