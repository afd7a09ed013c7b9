import { referenceTo } from "../../answer/chain.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Workload } from "../../model/snapshot.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { asked, holdersInside } from "./holders-inside.ts";
import { wordedList } from "./worded-list.ts";

/** Workloads that own their nodes, and whose pods somebody with rights in that namespace alone can get into. */
export const privilegedWorkload: AuditCheck = (world) =>
	world.snapshot.workloads.flatMap((workload) => {
		const severity = severityOf(workload);
		if (severity === undefined || workload.isOwned === true) return [];
		const { namespace, account } = workload;
		const itself = formatSubject({ kind: "ServiceAccount", namespace, name: account });
		const entering = holdersInside(world, namespace, waysInto(workload)).filter(
			(one) => one !== itself,
		);
		if (entering.length === 0) return [];
		return [
			{
				concerned: { kind: "object" as const, object: referenceTo(workload) },
				message: `${wordedList(entering)} can run code in ${objectName(workload)}, which reaches its node by ${wordedList(workload.hostAccess ?? [])}`,
				place: placeOf(workload.origin),
				severity,
				namespace,
				key: "enter",
			},
		];
	});

/** The node's network, or its shared memory, is not the node. */
function severityOf({ hostAccess = [] }: Workload): "critical" | "medium" | undefined {
	if (hostAccess.includes("privileged")) return "critical";
	return hostAccess.includes("hostPID") || hostAccess.includes("hostPath") ? "medium" : undefined;
}

/** A Pod by its own name; what others make has names that nobody knows before. */
function waysInto({ kind, name }: Workload): ReturnType<typeof asked>[] {
	const pod = kind === "Pod" ? name : "rolecall/any";
	return [
		`create pods/exec ${pod}`,
		`update pods/ephemeralcontainers ${pod}`,
		`patch pods/ephemeralcontainers ${pod}`,
		`update pods ${pod}`,
		`patch pods ${pod}`,
	].map(asked);
}
