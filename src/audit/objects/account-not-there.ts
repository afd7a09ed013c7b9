import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { isListedWhole } from "../listed-whole.ts";
import { accountsInUse } from "./account-grants.ts";
import { accountOf } from "./token-mount.ts";

/** Workloads that name an account that does not exist: the API server refuses their pods. */
export const accountNotThere: AuditCheck = (world) =>
	accountsInUse(world).flatMap(({ namespace, name, workloads }) => {
		const [first] = workloads;
		if (first === undefined || name === "default") return [];
		if (accountOf(first, world.snapshot) !== undefined) return [];
		if (!isListedWhole(world, "serviceaccounts", namespace)) return [];
		const account = formatSubject({ kind: "ServiceAccount", namespace, name });
		return workloads.map((workload) => ({
			concerned: { kind: "object" as const, object: referenceTo(workload) },
			message: `${objectName(workload)} names ${account}, which does not exist: its pods cannot be made`,
			place: placeOf(workload.origin),
			key: account,
		}));
	});
