import type { AuditConfidence, AuditSeverity } from "../../model/audit-policy.ts";
import type { PolicyRule } from "../../model/rule.ts";

/** The policies about words that match nothing. */
export type FaultPolicy =
	| "wrong-word-form"
	| "unknown-verb"
	| "unknown-resource"
	| "unknown-subresource"
	| "unsupported-verb"
	| "never-matching-glob"
	| "virtual-verb-misplaced"
	| "cluster-scoped-in-role"
	| "wrong-path"
	| "names-with-list-or-create"
	| "odd-resource-names"
	| "removed-api";

/** A word of a rule that matches nothing as it stands. */
export interface WordFault {
	readonly policy: FaultPolicy;
	readonly field: keyof PolicyRule;
	readonly word: string;
	/** Why, in a few words that follow it: requests say `pods`. */
	readonly why: string;
	/** What was meant; undefined where that is not plain. */
	readonly become?: readonly string[];
	/** A resource of another API group, which needs a rule of its own. */
	readonly group?: string;
	/** How bad it is where other words of the rule still count; medium unless said. */
	readonly part?: AuditSeverity;
	/** How bad it is where nothing of the rule counts; high unless said. */
	readonly whole?: AuditSeverity;
	readonly confidence?: AuditConfidence;
}

/** What is wrong with a word, wherever it stands. */
export type Fault = Omit<WordFault, "field" | "word">;

/** The faults of one list of a rule, word by word. */
export function faultsOf(
	field: keyof PolicyRule,
	words: readonly string[],
	faultOf: (word: string) => Fault | undefined,
): readonly WordFault[] {
	return words.flatMap((word) => {
		const fault = faultOf(word);
		return fault === undefined ? [] : [{ field, word, ...fault }];
	});
}

/** A list with what was meant for its faulty words; those of which that is not plain are left out. */
export function withMeant(
	words: readonly string[],
	faults: readonly WordFault[],
): readonly string[] {
	if (faults.length === 0) return words;
	const byWord = new Map(faults.map((fault) => [fault.word, fault]));
	const meant = words.flatMap((word) => {
		const fault = byWord.get(word);
		if (fault === undefined) return [word];
		return fault.group === undefined ? (fault.become ?? []) : [];
	});
	return [...new Set(meant)];
}

/** A word in a sentence. */
export function quotedWord(word: string): string {
	const most = 80;
	return word.length > most ? `\`${word.slice(0, most)}…\`` : `\`${word}\``;
}

/** Some words in a sentence, the first few of many. */
export function quotedWords(words: readonly string[], most = 4): string {
	const all = [...new Set(words)];
	const shown = all.slice(0, most).map(quotedWord).join(", ");
	return all.length > most ? `${shown}, … ${all.length - most} more` : shown;
}
