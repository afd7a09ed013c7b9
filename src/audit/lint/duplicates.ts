import { objectName } from "../../model/object-name.ts";
import { overwrittenObjects } from "../../model/overwritten-objects.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RbacObject } from "../../model/written.ts";

/** Two objects of the manifests with one kind, namespace and name. */
export interface Duplicate {
	readonly earlier: RbacObject;
	readonly later: RbacObject;
	/** Do they say the same of who may do what? */
	readonly isSame: boolean;
	/** Cluster-scoped, and of two files: two owners for one name. */
	readonly isCollision: boolean;
}

/** Of several with one name the last one is told, against the first; those that namespaces may keep apart are not. */
export function duplicatesOf(snapshot: Snapshot): readonly Duplicate[] {
	const placed = new Set((snapshot.placed ?? []).map(({ origin }) => origin));
	const differing = new Set(overwrittenObjects(snapshot).map(({ origin }) => origin));
	const first = new Map<string, RbacObject>();
	const found = new Map<string, Duplicate>();
	for (const later of snapshot.written?.objects ?? []) {
		const name = objectName(later);
		const earlier = first.get(name);
		if (earlier === undefined) {
			first.set(name, later);
			continue;
		}
		const isElsewhere = later.origin.file !== earlier.origin.file;
		// `kubectl apply -n` may put each file into another namespace.
		if (isElsewhere && (placed.has(later.origin) || placed.has(earlier.origin))) continue;
		const isSame = !differing.has(later.origin);
		if (isSame && found.has(name)) continue;
		const isCollision = isElsewhere && !isSame && later.namespace === "";
		found.set(name, { earlier, later, isSame, isCollision });
	}
	return [...found.values()];
}
