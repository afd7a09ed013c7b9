import type { BindingEdit } from "../load/edit/binding-replacements.ts";
import { type EditedPolicy, editPolicy, type PolicyEdits } from "../load/edit/edit-policy.ts";
import type { RuleEdit } from "../load/edit/rule-edit.ts";
import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { editedObject, type Fix, type FixEdit } from "../model/suite-fix.ts";
import type { RbacObject } from "../model/written.ts";
import { newGrantYaml } from "../render/smallest-grant.ts";
import { editedBinding, editedRole } from "../suite/edited-snapshot.ts";
import { type KnownFile, KnownFiles } from "./known-files.ts";

/** A file with its text before and after a fix. */
export interface FixedFile {
	readonly file: string;
	readonly text: string;
	readonly edited: EditedPolicy;
}

/**
 * The files of a fix, edited in memory and read again to prove that nothing else has changed; or why it cannot be.
 * Files that are known already are edited faster.
 */
export function fixFiles(
	{ edits }: Fix,
	readFile: (file: string) => string | undefined,
	knownFiles: KnownFiles = new KnownFiles(),
): readonly FixedFile[] | string {
	const files = new Map<string, FixEdit[]>();
	for (const edit of edits) {
		const { origin } = editedObject(edit);
		const own = files.get(origin.file);
		if (own === undefined) files.set(origin.file, [edit]);
		else own.push(edit);
	}
	const fixed: FixedFile[] = [];
	for (const [file, own] of files) {
		const text = readFile(file);
		if (text === undefined) return `\`${file}\` is no file that can be edited`;
		if (text.includes("\uFFFD")) return `\`${file}\` is not all UTF-8`;
		const known = knownFiles.of(file, text);
		const edited = editPolicy(known.written, policyEdits(own));
		if (typeof edited === "string") return `\`${file}\` cannot be edited: ${edited}`;
		if (!isAsPromised(known, edited.text, own)) {
			return `\`${file}\` cannot be edited: the new text could not be proved to say just that`;
		}
		fixed.push({ file, text, edited });
	}
	return fixed;
}

function policyEdits(edits: readonly FixEdit[]): PolicyEdits {
	const changing = edits.filter(({ kind }) => kind !== "grant");
	const roles = new Set(changing.flatMap((edit) => ("role" in edit ? [edit.role] : [])));
	const bindings = new Set(changing.flatMap((edit) => ("binding" in edit ? [edit.binding] : [])));
	return {
		appended: edits.flatMap((edit) => (edit.kind === "grant" ? [newGrantYaml(edit)] : [])),
		roles: [...roles].map((role) => ruleEdit(role, edits)),
		bindings: [...bindings].map((binding) => bindingEdit(binding, edits)),
	};
}

function ruleEdit(role: Role, edits: readonly FixEdit[]): RuleEdit {
	const { origin, rules } = role;
	const own = edits.filter((edit) => "role" in edit && edit.role === role);
	const become: (PolicyRule | undefined)[] = [...rules];
	const added: { readonly behind: number; readonly rule: PolicyRule }[] = [];
	for (const edit of own) {
		if (edit.kind === "change-rule") {
			const [first, ...more] = edit.become;
			become[edit.rule] = first;
			added.push(...more.map((rule) => ({ behind: edit.rule, rule })));
		} else if (edit.kind === "add-rule") {
			added.push({ behind: rules.length - 1, rule: edit.added });
		}
	}
	// Comments of a rule that goes stay where they are: above the next one.
	const takers = become.map((rule, index) => {
		if (rule !== undefined) return undefined;
		const next = become.findIndex((one, at) => at > index && one !== undefined);
		return next < 0 ? become.findLastIndex((one) => one !== undefined) : next;
	});
	return { origin, rules, become, takers, added, mayEmpty: true };
}

function bindingEdit(binding: Binding, edits: readonly FixEdit[]): BindingEdit {
	const own = edits.filter((edit) => "binding" in edit && edit.binding === binding);
	const moved = own.find((edit) => edit.kind === "bind-inside");
	const lowered = own.find((edit) => edit.kind === "lower-role");
	return {
		origin: binding.origin,
		subjects: binding.subjects.length,
		gone: new Set(own.flatMap((edit) => (edit.kind === "remove-subject" ? [edit.subject] : []))),
		inside: moved?.kind === "bind-inside" ? moved.namespace : undefined,
		role: lowered?.kind === "lower-role" ? lowered.name : undefined,
		isDeleted: own.some(({ kind }) => kind === "delete-binding"),
	};
}

/** Every object of the new text is what the fix makes of it, and all others are as before. */
function isAsPromised(known: KnownFile, after: string, edits: readonly FixEdit[]): boolean {
	const added = edits.flatMap((edit) => (edit.kind === "grant" ? [edit.role, edit.binding] : []));
	let found = added.length / 2;
	const ownOf = new Map<RbacObject, FixEdit[]>();
	for (const edit of edits) {
		const same = known.sameAs(editedObject(edit));
		for (const object of same) ownOf.set(object, [...(ownOf.get(object) ?? []), edit]);
		found += same.length;
	}
	const kept = known.objects.flatMap((object): readonly RbacObject[] => {
		const rebased = ownOf.get(object)?.map((edit) => onto(edit, object)) ?? [];
		const result =
			"roleRef" in object ? editedBinding(object, rebased) : editedRole(object, rebased);
		return result === undefined ? [] : [result];
	});
	const expected = [...kept, ...added];
	const now = known.objectsOf(after);
	return (
		found === edits.length &&
		now.length === expected.length &&
		expected.every((object, index) => {
			const other = now[index];
			return other !== undefined && known.wordsOf(object) === known.wordsOf(other);
		})
	);
}

/** The same edit of the same object, read anew. */
function onto(edit: FixEdit, object: RbacObject): FixEdit {
	if ("role" in edit) return "roleRef" in object ? edit : { ...edit, role: object };
	return "roleRef" in object ? { ...edit, binding: object } : edit;
}
