import type { AuditCheck } from "../hit.ts";
import { problemHits } from "./problem-hits.ts";

/** Objects that the API server answers with 400, 404 or 422. */
export const refusedObject: AuditCheck = (world) =>
	problemHits(world, "refused-object", { says: () => "is refused by the API server" });
