import type { AuditCheck } from "../hit.ts";
import { duplicatesOf } from "./duplicates.ts";
import { duplicateHit } from "./replaced-object.ts";

/** One name of those that the whole cluster shares stands for two different objects. */
export const nameCollision: AuditCheck = ({ snapshot }) =>
	duplicatesOf(snapshot)
		.filter(({ isCollision }) => isCollision)
		.map((one) => ({ ...duplicateHit(one), confidence: "likely" }));
