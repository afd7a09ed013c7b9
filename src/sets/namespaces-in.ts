import { sidesOf } from "./boxes.ts";
import type { PermissionSet } from "./permission-set.ts";
import { levelOf } from "./space.ts";

/** The namespaces of a set's resource requests, "" for those without one; undefined when there are infinitely many. */
export function namespacesIn({ space, resources }: PermissionSet): readonly string[] | undefined {
	const sides = sidesOf(space, resources, levelOf.namespace).map(({ side }) => side);
	const named = sides.flatMap((side) => ("only" in side ? side.only : []));
	return sides.some((side) => "except" in side) ? undefined : named.sort();
}
