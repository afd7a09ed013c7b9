import type { AuditCheck } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";

/** Cluster-scoped resources where only requests in a namespace count. */
export const clusterScopedInRole: AuditCheck = (world) =>
	faultHits(world, "cluster-scoped-in-role");
