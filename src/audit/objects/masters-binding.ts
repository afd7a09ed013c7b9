import { mastersGroup } from "../../model/identity.ts";
import { objectName } from "../../model/object-name.ts";
import type { AuditCheck } from "../hit.ts";
import { boundSubjects } from "./bound-subjects.ts";

/** A binding for `system:masters`: it gives nothing, as members may do everything whatever is bound. */
export const mastersBinding: AuditCheck = (world) =>
	boundSubjects(world).flatMap(({ subject, binding, place, index }) => {
		if (subject.kind !== "Group" || subject.name !== mastersGroup) return [];
		const by = objectName(binding);
		const isDefault = binding.name === "cluster-admin" && binding.roleRef.name === "cluster-admin";
		if (isDefault && binding.namespace === "") return [];
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${by} names group:${mastersGroup}, whose members may do everything, whatever is bound to them or taken away`,
				place,
				key: by,
				fix: {
					words: `remove group:${mastersGroup} from ${by}`,
					edits: [{ kind: "remove-subject", binding, subject: index }],
				},
			},
		];
	});
