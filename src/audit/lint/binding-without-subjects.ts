import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck } from "../hit.ts";
import { ownBindings } from "./own-objects.ts";

/** Bindings that name nobody. */
export const bindingWithoutSubjects: AuditCheck = (world) =>
	ownBindings(world)
		.filter(({ subjects }) => subjects.length === 0)
		.map((binding) => ({
			concerned: { kind: "object", object: referenceTo(binding) },
			message: `${objectName(binding)} names no subjects: nobody gets ${binding.roleRef.kind} \`${binding.roleRef.name}\` by it`,
			place: placeOf(binding.origin, ["subjects"]),
			severity: "info",
			key: "no subjects",
			fix: { words: "name the subjects, or delete the binding", edits: [] },
		}));
