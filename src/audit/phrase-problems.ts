import type { AuditRemark } from "../model/audit.ts";
import type { AuditPolicy, Condition, PolicyText } from "../model/audit-policy.ts";
import { readPolicyPhrase } from "./read-policy-phrase.ts";

/** Phrases of policies that cannot be read, before there is any input to hold them to. */
export function phraseProblems(policies: readonly AuditPolicy[]): readonly AuditRemark[] {
	return policies
		.flatMap(({ variants }) => variants.flatMap(({ when }) => phrasesOf(when)))
		.flatMap((written) => {
			const read = readPolicyPhrase(written);
			return "problem" in read ? [read.problem] : [];
		});
}

function phrasesOf(condition: Condition): readonly PolicyText[] {
	switch (condition.kind) {
		case "some":
		case "every":
			return [condition.phrase];
		case "role":
			return [];
		case "sameName":
			return condition.phrases;
		case "all":
		case "any":
			return condition.conditions.flatMap(phrasesOf);
		case "not":
		case "nowhere":
			return phrasesOf(condition.condition);
	}
}
