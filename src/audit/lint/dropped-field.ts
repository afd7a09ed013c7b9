import type { Problem } from "../../model/problem.ts";
import type { AuditCheck } from "../hit.ts";
import { problemHits } from "./problem-hits.ts";

/** What is written and does not count: fields that the server does not know, keys that stand twice. */
export const droppedField: AuditCheck = (world) =>
	problemHits(world, "dropped-field", {
		says: () => "says something that does not count",
		severityOf: (problem) => (isAboutRights(problem) ? "medium" : "low"),
	});

/** In a workload or account such a field changes nobody's rights. */
function isAboutRights({ code, object = "" }: Problem): boolean {
	return (
		code !== "namespace-dropped" && (object === "" || /^(Cluster)?Role(Binding)? /.test(object))
	);
}
