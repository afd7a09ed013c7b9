import { type Place, placeOf } from "../model/origin.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { ruleInFlow } from "./rule-in-flow.ts";
import { visible } from "./visible.ts";
import { bindingSubjectInWords, referenceInWords } from "./words.ts";

/** An edit as a person would tell it in one line: `drop "secrets" from the resources of ClusterRole a rules[2]`. */
export function fixEditInWords(edit: FixEdit): string {
	switch (edit.kind) {
		case "change-rule":
			return ruleChange(edit).join(ruleInWords(edit));
		case "add-rule":
			return `add ${ruleInFlow(edit.added, mostWords)} to ${referenceInWords(edit.role)}`;
		case "remove-subject": {
			const { binding } = edit;
			const subject = binding.subjects[edit.subject];
			const who = subject === undefined ? "a subject" : filledInWords(subject, binding.namespace);
			return `remove ${who} from ${referenceInWords(binding)}`;
		}
		case "delete-binding":
			return `delete ${referenceInWords(edit.binding)}`;
		case "lower-role":
			return `let ${referenceInWords(edit.binding)} refer to ClusterRole ${visible(edit.name)} instead of ${visible(`${edit.binding.roleRef.kind} ${edit.binding.roleRef.name}`)}`;
		case "grant": {
			const { role, binding } = edit;
			const who = binding.subjects.map((one) => filledInWords(one, binding.namespace)).join(", ");
			const scope = role.namespace === "" ? "" : ` in namespace ${visible(role.namespace)}`;
			return `add a ${role.kind} and a ${binding.kind} ${visible(role.name)}${scope} with ${role.rules.map((one) => ruleInFlow(one, mostWords)).join(" and ")} for ${who}`;
		}
		case "bind-inside":
			return `replace ${referenceInWords(edit.binding)} by a RoleBinding in namespace ${visible(edit.namespace)}`;
	}
}

/** All edits of a fix; what is done alike to several rules is told once: `drop "create" from the verbs of A, B and 2 more`. */
export function fixEditsInWords(edits: readonly FixEdit[]): string {
	const alike = new Map<string, FixEdit[]>();
	for (const edit of edits) {
		const key = edit.kind === "change-rule" ? ruleChange(edit).join("") : fixEditInWords(edit);
		const before = alike.get(key);
		if (before === undefined) alike.set(key, [edit]);
		else before.push(edit);
	}
	const told = [...alike.values()].flatMap((same) => {
		const rules = same.filter((edit) => edit.kind === "change-rule");
		const [first] = rules;
		if (first === undefined) return same.slice(0, 1).map(fixEditInWords);
		const places = rules.map(ruleInWords);
		const shown = places.length <= mostPlaces + 1 ? places : places.slice(0, mostPlaces);
		const left = places.length - shown.length;
		return [ruleChange(first).join(shown.join(", ") + (left > 0 ? ` and ${left} more` : ""))];
	});
	return told.join("; ");
}

/** So many rules that change alike are named. */
const mostPlaces = 3;

/** Where an edit has to be made. */
export function placeOfEdit(edit: FixEdit): Place {
	switch (edit.kind) {
		case "change-rule":
			return placeOf(edit.role.origin, ["rules", edit.rule]);
		case "add-rule":
			return placeOf(edit.role.origin, ["rules"]);
		case "remove-subject":
			return placeOf(edit.binding.origin, ["subjects", edit.subject]);
		case "delete-binding":
		case "bind-inside":
			return placeOf(edit.binding.origin);
		case "lower-role":
			return placeOf(edit.binding.origin, ["roleRef", "name"]);
		case "grant":
			return placeOf(edit.role.origin);
	}
}

/** What is done to a rule, around where it stands. */
function ruleChange({ role, rule, become }: RuleEdit): readonly [string, string] {
	const [first, ...more] = become;
	const before = role.rules[rule];
	if (before === undefined || first === undefined) return ["remove ", ""];
	if (more.length > 0) {
		const gone = splitInWords(before, become);
		if (gone !== undefined) return [`${gone} in `, `, which becomes ${become.length} rules`];
		return ["split ", ` into ${become.map((one) => ruleInFlow(one, mostWords)).join(" and ")}`];
	}
	return [`${listChanges(before, first).join(", ")} of `, ""];
}

/** `drop "create" for "pods"`; undefined where the rules differ in more than what verbs of which resources are left. */
function splitInWords(before: PolicyRule, become: readonly PolicyRule[]): string | undefined {
	const isTaken = become.every(
		({ resources, verbs }) =>
			resources.every((word) => before.resources.includes(word)) &&
			verbs.every((word) => before.verbs.includes(word)),
	);
	if (!isTaken) return undefined;
	const left = become.flatMap(({ resources }) => resources);
	const whole = before.resources.filter((word) => !left.includes(word));
	const parts = become.flatMap(({ resources, verbs }) => {
		const gone = before.verbs.filter((word) => !verbs.includes(word));
		return gone.length === 0 ? [] : [`drop ${few(gone)} for ${few(resources)}`];
	});
	return [...(whole.length > 0 ? [`drop ${few(whole)}`] : []), ...parts].join(", ");
}

type RuleEdit = Extract<FixEdit, { kind: "change-rule" }>;

function ruleInWords({ role, rule }: RuleEdit): string {
	return `${referenceInWords(role)} rules[${rule}]`;
}

function listChanges(before: PolicyRule, after: PolicyRule): readonly string[] {
	const changes: string[] = [];
	for (const field of fields) {
		const gone = before[field].filter((word) => !after[field].includes(word));
		const added = after[field].filter((word) => !before[field].includes(word));
		if (gone.length > 0 && added.length > 0) {
			changes.push(`put ${few(added)} in the place of ${few(gone)} in the ${field}`);
		} else if (gone.length > 0) changes.push(`drop ${few(gone)} from the ${field}`);
		else if (added.length > 0) changes.push(`add ${few(added)} to the ${field}`);
	}
	return changes;
}

const fields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;

/** So many words of a list are shown. */
const mostWords = 8;

function few(words: readonly string[]): string {
	const shown = words.slice(0, mostWords).map((word) => `"${visible(word)}"`);
	const left = words.length - shown.length;
	return shown.join(", ") + (left > 0 ? ` and ${left} more` : "");
}

function filledInWords(
	subject: Parameters<typeof bindingSubjectInWords>[0],
	namespace: string,
): string {
	if (subject.kind !== "ServiceAccount") return bindingSubjectInWords(subject);
	return bindingSubjectInWords({ ...subject, namespace: subject.namespace || namespace });
}
