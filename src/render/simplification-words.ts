import type { Place } from "../model/origin.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { RuleChange, RuleRemark, SimplifiedRole } from "../model/simplification.ts";
import { isSimpler } from "../model/simplification.ts";
import { visible } from "./visible.ts";
import { counted } from "./words.ts";

/** A line about a rule: where it stands and what is said of it. */
export interface RuleLine {
	readonly place: Place | undefined;
	readonly rule: number;
	readonly kind: RuleChange["kind"] | RuleRemark["kind"];
	readonly text: string;
	/** Nothing changes: it is only worth a look. */
	readonly isRemark: boolean;
}

/** All that is said of a role's rules: what changes, then what to look at. */
export function ruleLines(role: SimplifiedRole): readonly RuleLine[] {
	const changes = role.changes.map((change): RuleLine => {
		const { rule, kind } = change;
		const text = changeInWords(change, role);
		return { place: role.places[rule], rule, kind, text, isRemark: false };
	});
	const remarks = role.remarks.map((remark): RuleLine => {
		const { rule, kind } = remark;
		return { place: role.places[rule], rule, kind, text: remarkInWords(remark), isRemark: true };
	});
	return [...changes, ...remarks];
}

/** `5 rules → 3`, or `3 rules` for a role that keeps its number. */
export function countInWords(role: SimplifiedRole): string {
	const { before, after } = ruleCounts(role);
	return before === after ? counted(before, "rule") : `${counted(before, "rule")} → ${after}`;
}

export function ruleCounts(role: SimplifiedRole): {
	readonly before: number;
	readonly after: number;
} {
	const before = role.rules.length;
	const after = role.become.filter((rule) => rule !== undefined).length;
	return { before, after: isSimpler(role) ? after : before };
}

function changeInWords(change: RuleChange, role: SimplifiedRole): string {
	switch (change.kind) {
		case "covered":
			return `goes: ${rulesInWords(change.by, role)} ${change.by.length === 1 ? "allows" : "allow"} all of it`;
		case "merged":
			return `joins ${rulesInWords(change.into, role)}`;
		case "extended":
			return `takes in ${wordsInWords(change.field, change.words)}`;
		case "needless": {
			const { by, field, words } = change;
			const it = words.length === 1 ? "it" : "them";
			const who = by.length === 0 ? "the rest of the rule" : rulesInWords(by, role);
			const verb = by.length > 1 ? "allow" : "allows";
			return `loses ${wordsInWords(field, words)}: ${who} ${verb} all of ${it}`;
		}
		case "inert":
			return change.field === undefined
				? "goes: no request ever matches it"
				: `loses ${wordsInWords(change.field, change.words ?? [])}, which no request ever matches`;
	}
}

const verdicts: Readonly<Record<RuleRemark["kind"], string>> = {
	inert: "never matches",
	misspelled: "matches nothing",
	unused: "has no effect",
	partly: "does little",
};

function remarkInWords({ kind, field, words, why }: RuleRemark): string {
	const what =
		field === undefined ? "" : `${words.map((word) => `\`${visible(word)}\``).join(", ")} `;
	return kind === "misspelled" ? visible(why) : `${what}${verdicts[kind]}: ${visible(why)}`;
}

const nouns: Readonly<Record<keyof PolicyRule, string>> = {
	verbs: "verb",
	apiGroups: "API group",
	resources: "resource",
	resourceNames: "name",
	nonResourceURLs: "path",
};

const mostWords = 8;

function wordsInWords(field: keyof PolicyRule, words: readonly string[]): string {
	const shown = words
		.slice(0, mostWords)
		.map((word) => `\`${visible(word === "" ? '""' : word)}\``);
	const more = words.length > mostWords ? `, … ${words.length - mostWords} more` : "";
	return `the ${nouns[field]}${words.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}

/** `rules[0] (line 7) and rules[2] (line 19)`: a role stands in one file. */
function rulesInWords(rules: readonly number[], { places }: SimplifiedRole): string {
	const named = rules.map((rule) => {
		const line = places[rule]?.line;
		const where = line === undefined ? "" : ` (line ${line})`;
		return `rules[${rule}]${where}`;
	});
	const last = named.pop() ?? "nothing";
	return named.length === 0 ? last : `${named.join(", ")} and ${last}`;
}
