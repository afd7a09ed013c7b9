import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck } from "../hit.ts";

/** Workloads that name their account by `serviceAccount`. */
export const oldAccountField: AuditCheck = ({ snapshot }) =>
	snapshot.workloads.flatMap((workload) => {
		const { alias, account } = workload;
		if (alias === undefined) return [];
		const what =
			alias === account
				? "`serviceAccount`, the old name of `serviceAccountName`"
				: `both \`serviceAccount: ${alias}\` and \`serviceAccountName: ${account}\`: only the second counts`;
		return [
			{
				concerned: { kind: "object", object: referenceTo(workload) },
				message: `${objectName(workload)} names its account by ${what}`,
				place: placeOf(workload.origin),
				key: alias,
			},
		];
	});
