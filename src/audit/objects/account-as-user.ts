import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { boundSubjects } from "./bound-subjects.ts";

/** An account that a binding names as a User: it counts, and whoever looks for ServiceAccounts misses it. */
export const accountAsUser: AuditCheck = (world) =>
	boundSubjects(world).flatMap(({ subject, written, binding, place }) => {
		if (written.kind !== "User" || subject.kind !== "ServiceAccount") return [];
		const by = objectName(binding);
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${by} names ${formatSubject(subject)} as the User \`${written.name}\`: it counts, but not for what looks for ServiceAccounts`,
				place,
				key: by,
			},
		];
	});
