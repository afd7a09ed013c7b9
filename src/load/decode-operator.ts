import { isAbsent, isRecord } from "./json-record.ts";
import type { ObjectReport } from "./object-report.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

const lists = ["permissions", "clusterPermissions"] as const;

/** Says of a ClusterServiceVersion that nobody sees yet what its operator may do: the roles are made of it elsewhere. */
export function takeOperator(builder: SnapshotBuilder, report: ObjectReport): void {
	const { value } = report;
	const spec = recordOf(recordOf(recordOf(value["spec"])["install"])["spec"]);
	const field = lists.find((list) => Array.isArray(spec[list]) && spec[list].length > 0);
	// One with a status comes from a cluster, where its roles and bindings are objects of their own.
	if (field === undefined || !isAbsent(value["status"])) return;
	const message =
		"OLM makes roles and bindings of its permissions, which are not read; read a cluster where it is installed";
	builder.unread.push({ origin: report.origin, why: "OLM makes roles and bindings of it" });
	report.add("operator-permissions", "warning", ["spec", "install", "spec", field], message);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	return isRecord(value) ? value : {};
}
