import { formatPlace } from "../model/origin.ts";
import { type Problem, problemPlace } from "../model/problem.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { BoundRole } from "../resolve/bound-role.ts";

const most = 3;

/**
 * Refused objects that may be behind a deny, in sentences: roles that the identity's bindings point to, and bindings
 * that would reach the namespace. Whom a refused binding names is not known.
 */
export function refusedNotes(
	snapshot: Snapshot,
	namespace: string,
	matches: readonly BoundRole[],
): readonly string[] {
	const missing = new Set(
		matches.flatMap(({ role, binding: { namespace, roleRef } }) => {
			if (role !== undefined) return [];
			if (roleRef.kind === "ClusterRole") return [`ClusterRole ${roleRef.name}`];
			return [`Role ${namespace}/${roleRef.name}`, `Role ${roleRef.name}`];
		}),
	);
	const refused = new Map<string, Problem>();
	for (const problem of snapshot.problems) {
		const { object, severity } = problem;
		if (object === undefined || severity !== "error" || refused.has(object)) continue;
		if (missing.has(object) || bindsIn(object, namespace)) refused.set(object, problem);
	}
	const notes = [...refused]
		.slice(0, most)
		.map(
			([object, problem]) =>
				`${object} is refused by the API server (${formatPlace(problemPlace(problem))}) and does not count`,
		);
	const left = refused.size - notes.length;
	return left === 0 ? notes : [...notes, `${left} more refused objects do not count`];
}

/** Is it a binding that counts in this namespace? One without a namespace may have been meant for any. */
function bindsIn(object: string, namespace: string): boolean {
	if (object.startsWith("ClusterRoleBinding ")) return true;
	if (!object.startsWith("RoleBinding ") || namespace === "") return false;
	const name = object.slice("RoleBinding ".length);
	return !name.includes("/") || name.startsWith(`${namespace}/`);
}
