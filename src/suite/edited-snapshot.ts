import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { FixEdit } from "../model/suite-fix.ts";

/** A policy after edits, in memory; objects that no edit is about stay the same values. */
export function editedSnapshot(snapshot: Snapshot, edits: readonly FixEdit[]): Snapshot {
	const roles = snapshot.roles.map((role) => editedRole(role, edits));
	const bindings = snapshot.bindings.flatMap((binding) => editedBinding(binding, edits) ?? []);
	const grants = edits.filter((edit) => edit.kind === "grant");
	return {
		...snapshot,
		roles: [...roles, ...grants.map(({ role }) => role)],
		bindings: [...bindings, ...grants.map(({ binding }) => binding)],
	};
}

/** What becomes of a role. */
export function editedRole(role: Role, edits: readonly FixEdit[]): Role {
	const own = edits.filter((edit) => "role" in edit && edit.role === role);
	if (own.length === 0) return role;
	const rules = role.rules.flatMap((rule, index) => {
		const edit = own.find((one) => one.kind === "change-rule" && one.rule === index);
		return edit?.kind === "change-rule" ? edit.become : [rule];
	});
	const added = own.flatMap((edit) => (edit.kind === "add-rule" ? [edit.added] : []));
	return { ...role, rules: [...rules, ...added] };
}

/** What becomes of a binding; undefined when it goes. */
export function editedBinding(binding: Binding, edits: readonly FixEdit[]): Binding | undefined {
	const own = edits.filter((edit) => "binding" in edit && edit.binding === binding);
	if (own.length === 0) return binding;
	let edited: Binding = binding;
	for (const edit of own) {
		if (edit.kind === "delete-binding") return undefined;
		if (edit.kind === "bind-inside") {
			edited = { ...edited, kind: "RoleBinding", namespace: edit.namespace };
		}
		if (edit.kind === "lower-role") {
			edited = { ...edited, roleRef: { kind: "ClusterRole", name: edit.name } };
		}
	}
	const gone = new Set(own.map((edit) => (edit.kind === "remove-subject" ? edit.subject : -1)));
	return { ...edited, subjects: edited.subjects.filter((_, index) => !gone.has(index)) };
}
