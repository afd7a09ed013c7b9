import type { Position } from "../../model/origin.ts";
import { looksLikeJson } from "../json/read-json.ts";
import { type BindingEdit, bindingReplacements } from "./binding-replacements.ts";
import { type Replacement, replaceIn } from "./replace-in.ts";
import type { RuleEdit } from "./rule-edit.ts";
import { ruleReplacements } from "./rule-replacements.ts";
import type { RuleText } from "./rule-text.ts";

export interface PolicyEdits {
	readonly roles: readonly RuleEdit[];
	readonly bindings: readonly BindingEdit[];
	/** New documents for the end of the file. */
	readonly appended: readonly string[];
}

export interface EditedPolicy {
	readonly text: string;
	/** What was put where, in order. */
	readonly changes: readonly {
		readonly start: Position;
		readonly end: Position;
		readonly text: string;
	}[];
}

/** Changes roles and bindings where they stand, every other byte stays; or why one of them cannot be changed. */
export function editPolicy(
	written: RuleText,
	{ roles, bindings, appended }: PolicyEdits,
): EditedPolicy | string {
	const replacements: Replacement[] = [];
	for (const edit of roles) {
		const place = written.find(edit.origin);
		const found = typeof place === "string" ? place : ruleReplacements(place, edit);
		if (typeof found === "string") return found;
		replacements.push(...found);
	}
	for (const edit of bindings) {
		const place = written.object(edit.origin);
		const found = typeof place === "string" ? place : bindingReplacements(place, edit);
		if (typeof found === "string") return found;
		replacements.push(...found);
	}
	if (appended.length > 0) {
		if (looksLikeJson(written.clean)) return "it is JSON, and new objects would be YAML";
		const start = written.clean.length;
		const open = /[\n\r]$/.test(written.text) ? "" : "\n";
		replacements.push({
			start,
			end: start,
			text: open + appended.map((one) => `---\n${one}`).join(""),
		});
	}
	const { positions } = written;
	const changes = replacements
		.toSorted((one, other) => one.start - other.start)
		.map(({ start, end, text: added }) => {
			return { start: positions.at(start), end: positions.at(end), text: added };
		});
	return { text: replaceIn(written.text, written.clean, replacements), changes };
}
