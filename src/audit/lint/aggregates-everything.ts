import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck } from "../hit.ts";

/** An empty selector is no filter: it takes the rules of every ClusterRole, cluster-admin among them. */
export const aggregatesEverything: AuditCheck = ({ snapshot }) =>
	snapshot.roles.flatMap((role) => {
		const at = (role.aggregation ?? []).findIndex(
			({ matchLabels, matchExpressions }) => matchLabels.size + matchExpressions.length === 0,
		);
		if (role.builtIn || at < 0) return [];
		return [
			{
				concerned: { kind: "object" as const, object: referenceTo(role) },
				message: `an empty selector of ${objectName(role)} selects every ClusterRole, so that it allows everything that any of them does, \`cluster-admin\` included`,
				place: placeOf(role.origin, ["aggregationRule", "clusterRoleSelectors", at]),
				key: "empty selector",
			},
		];
	});
