import { pathTarget, type Target, targetFor } from "../answer/matrix-targets.ts";
import { namedResource } from "../answer/named-resource.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** What `--resource` names, and what to say about how it was read. */
export interface NamedTarget {
	readonly target: Target;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/** `deployments.apps/scale` or `/healthz` as something a matrix has rows about. */
export function namedTarget(
	snapshot: Snapshot,
	typed: string,
): NamedTarget | { readonly error: string } {
	if (typed.startsWith("/")) return { target: pathTarget(typed), notes: [], warnings: [] };
	const slash = typed.indexOf("/");
	const word = slash < 0 ? typed : typed.slice(0, slash);
	const subresource = slash < 0 ? "" : typed.slice(slash + 1);
	if (word === "") return { error: "--resource takes a resource such as `pods`, found nothing" };
	const { group, resource, notes, warnings } = namedResource(snapshot, word);
	return { target: targetFor(snapshot.catalog, group, resource, subresource), notes, warnings };
}
