import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { accountsInUse, ownGrants } from "./account-grants.ts";
import { isTokenMounted } from "./token-mount.ts";

/** Workloads whose account has rights, and that get no token to use them with. */
export const tokenWithheld: AuditCheck = (world) =>
	accountsInUse(world).flatMap((account) => {
		const { namespace, name, workloads } = account;
		if (name === "default" || !ownGrants(world, account).some(({ role }) => role)) return [];
		const told = formatSubject({ kind: "ServiceAccount", namespace, name });
		// Where others get the token, the rights are theirs.
		if (workloads.some((one) => isTokenMounted(one, world.snapshot))) return [];
		return workloads.map((workload) => ({
			concerned: { kind: "object" as const, object: referenceTo(workload) },
			message: `${objectName(workload)} runs as ${told}, which has rights, and gets no token to use them with`,
			place: placeOf(workload.origin),
			key: told,
		}));
	});
