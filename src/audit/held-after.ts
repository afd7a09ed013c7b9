import type { FixEdit } from "../model/suite-fix.ts";
import type { Held } from "./held.ts";

/** What is left of it after the edits; nothing where its binding goes. */
export function heldAfter(held: Held, edits: readonly FixEdit[]): readonly Held[] {
	const { match, role } = held;
	const isGone = edits.some(
		(edit) =>
			(edit.kind === "delete-binding" || edit.kind === "remove-subject") &&
			edit.binding === match?.binding &&
			(edit.kind === "delete-binding" || edit.subject === match.subjectIndex),
	);
	if (isGone) return [];
	const changes = edits.filter((edit) => edit.kind === "change-rule");
	const isTouched = role.rules.some(({ declaredIn }) =>
		changes.some((edit) => edit.role === declaredIn),
	);
	if (!isTouched) return [held];
	const rules = role.rules.flatMap((sourced) => {
		const edit = changes.find(
			(one) => one.role === sourced.declaredIn && one.rule === sourced.index,
		);
		return edit === undefined ? [sourced] : edit.become.map((rule) => ({ ...sourced, rule }));
	});
	return [{ ...held, role: { ...role, rules } }];
}
