import { gapsForAll } from "../answer/gaps.ts";
import type { Gap } from "../model/answer.ts";
import type { Grants } from "../resolve/grants.ts";

/** What was not read and may hide findings: documents, roles that bindings name, and every list that was refused. */
export function auditGaps(grants: Grants): readonly Gap[] {
	const { cluster } = grants.snapshot;
	const unlisted = (cluster?.unlisted ?? []).map(({ resource, namespace, why }): Gap => {
		return { kind: "unlisted", resource, namespace, context: cluster?.context ?? "", why };
	});
	return [...gapsForAll(grants, undefined).filter(({ kind }) => kind !== "unlisted"), ...unlisted];
}
