import type { Subject } from "../model/subject.ts";
import { editedObject, type FixEdit } from "../model/suite-fix.ts";
import { type Fields, placeData, subjectData } from "./answer-data.ts";
import { fixEditInWords, placeOfEdit } from "./fix-edit-words.ts";
import { ruleData } from "./smallest-grant.ts";

/** An edit of an object as plain data. */
export function editData(edit: FixEdit): Fields {
	const { kind, namespace, name } = editedObject(edit);
	return {
		kind: edit.kind,
		description: fixEditInWords(edit),
		object: { kind, ...(namespace !== "" && { namespace }), name },
		place: placeData(placeOfEdit(edit)),
		...detailsOf(edit),
	};
}

/** An account without a namespace is one of the binding's. */
function filledIn(subject: Subject, namespace: string): Subject {
	if (subject.kind !== "ServiceAccount" || subject.namespace !== "") return subject;
	return { ...subject, namespace };
}

function detailsOf(edit: FixEdit): Fields {
	switch (edit.kind) {
		case "change-rule":
			return { rule: edit.rule, become: edit.become.map(ruleData) };
		case "add-rule":
			return { added: ruleData(edit.added) };
		case "remove-subject": {
			const subject = edit.binding.subjects[edit.subject];
			const { namespace } = edit.binding;
			return { subject: subject && subjectData(filledIn(subject, namespace)) };
		}
		case "lower-role":
			return { roleRef: { kind: "ClusterRole", name: edit.name } };
		case "bind-inside":
			return { into: edit.namespace };
		case "grant":
			return {
				rules: edit.role.rules.map(ruleData),
				subjects: edit.binding.subjects.map(subjectData),
			};
		case "delete-binding":
			return {};
	}
}
