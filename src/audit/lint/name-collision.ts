import type { AuditCheck } from "../hit.ts";
import { duplicatesOf } from "./duplicates.ts";
import { duplicateHit } from "./replaced-object.ts";

/** Two files claim one name that the whole cluster shares, with different content. */
export const nameCollision: AuditCheck = ({ snapshot }) =>
	duplicatesOf(snapshot)
		.filter(({ isCollision }) => isCollision)
		.map(duplicateHit);
