import type { Binding } from "../model/binding.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { shellWord } from "../model/shell-word.ts";
import { editedObject, type FixEdit } from "../model/suite-fix.ts";
import { placeOfEdit } from "./fix-edit-words.ts";
import { isInFile } from "./is-in-file.ts";
import { ruleData } from "./smallest-grant.ts";

type Operation =
	| { readonly op: "test" | "replace" | "add"; readonly path: string; readonly value: unknown }
	| { readonly op: "remove"; readonly path: string };

/**
 * The lines that make edits in a cluster, one for each object that is in no file. Each tests first that what it
 * changes is still as it was read. Empty where one of the edits is in a file, or cannot be made so.
 */
export function kubectlLines(edits: readonly FixEdit[]): readonly string[] {
	const byObject = new Map<Role | Binding, FixEdit[]>();
	for (const edit of edits) {
		if (isInFile(placeOfEdit(edit))) return [];
		const object = editedObject(edit);
		const known = byObject.get(object);
		if (known === undefined) byObject.set(object, [edit]);
		else known.push(edit);
	}
	const lines = [...byObject].map(([object, own]) => lineFor(object, own));
	return lines.flatMap((line) => line ?? []).length === lines.length
		? lines.flatMap((line) => line ?? [])
		: [];
}

function lineFor(object: Role | Binding, edits: readonly FixEdit[]): string | undefined {
	const { kind, namespace, name } = object;
	const what = [kind.toLowerCase(), name, ...(namespace === "" ? [] : ["-n", namespace])];
	if (edits.some((edit) => edit.kind === "delete-binding")) {
		return ["kubectl delete", ...what.map(shellWord)].join(" ");
	}
	const operations = edits.toSorted(lastFirst).map(operationsFor);
	if (operations.some((some) => some === undefined)) return undefined;
	const patch = JSON.stringify(operations.flatMap((some) => some ?? []));
	return ["kubectl patch", ...what.map(shellWord), "--type=json", "-p", shellWord(patch)].join(" ");
}

/** What is removed last first, so that the indexes of the others stay. */
function lastFirst(one: FixEdit, other: FixEdit): number {
	return indexOf(other) - indexOf(one);
}

function indexOf(edit: FixEdit): number {
	if (edit.kind === "change-rule") return edit.rule;
	return edit.kind === "remove-subject" ? edit.subject : 0;
}

function operationsFor(edit: FixEdit): readonly Operation[] | undefined {
	if (edit.kind === "remove-subject") {
		const path = `/subjects/${edit.subject}`;
		const name = edit.binding.subjects[edit.subject]?.name;
		return [
			{ op: "test", path: `${path}/name`, value: name },
			{ op: "remove", path },
		];
	}
	if (edit.kind !== "change-rule") return undefined;
	const before = edit.role.rules[edit.rule];
	if (before === undefined) return undefined;
	return ruleOperations(`/rules/${edit.rule}`, before, edit);
}

function ruleOperations(
	path: string,
	before: PolicyRule,
	{ become, rule }: Extract<FixEdit, { kind: "change-rule" }>,
): readonly Operation[] {
	const [first, ...more] = become;
	const tests = Object.entries(ruleData(before)).map(
		([field, value]): Operation => ({ op: "test", path: `${path}/${field}`, value }),
	);
	if (first === undefined) return [...tests, { op: "remove", path }];
	return [
		...tests,
		{ op: "replace", path, value: ruleData(first) },
		...more.map((one, index): Operation => {
			return { op: "add", path: `/rules/${rule + 1 + index}`, value: ruleData(one) };
		}),
	];
}
