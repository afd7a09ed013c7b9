import { hides } from "../model/hides.ts";
import type { AuditWorld } from "./audit-world.ts";

/** Whether objects of a kind that are not in the input do not exist: nothing of them was left out in the namespace. */
export function isListedWhole(
	{ snapshot, options }: AuditWorld,
	resource: string,
	namespace: string,
): boolean {
	if (!options.isComplete || snapshot.unread.length > 0) return false;
	const missing = snapshot.cluster?.unlisted ?? [];
	return !missing.some(
		(one) => (one.resource === resource || one.resource === "*") && hides(one, namespace),
	);
}

/** Whether every binding that may count in a namespace, or with "" anywhere, was read. */
export function areBindingsListed({ snapshot }: AuditWorld, namespace: string): boolean {
	const missing = snapshot.cluster?.unlisted ?? [];
	return !missing.some((one) => {
		if (one.resource === "clusterrolebindings") return true;
		return one.resource === "rolebindings" && (namespace === "" || hides(one, namespace));
	});
}
