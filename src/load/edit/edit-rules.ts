import { type Replacement, replaceIn } from "./replace-in.ts";
import type { RuleEdit } from "./rule-edit.ts";
import { ruleReplacements } from "./rule-replacements.ts";
import { RuleText } from "./rule-text.ts";

export interface Edited {
	readonly text: string;
	/** For each edit, why it was not made; undefined where it was. */
	readonly failures: readonly (string | undefined)[];
}

/** Changes rules where they stand: every other byte of the text stays as it is. */
export function editRules(text: string, edits: readonly RuleEdit[]): Edited {
	const rules = new RuleText(text);
	const replacements: Replacement[] = [];
	const failures = edits.map((edit) => {
		const place = rules.find(edit.origin);
		if (typeof place === "string") return place;
		const found = ruleReplacements(place, edit);
		if (typeof found === "string") return found;
		replacements.push(...found);
		return undefined;
	});
	return { text: replaceIn(text, rules.clean, replacements), failures };
}
