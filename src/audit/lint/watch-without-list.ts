import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleGives } from "./rule-gives.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** A watch without the list that every informer begins with. */
export const watchWithoutList: AuditCheck = (world) =>
	readRules(world).flatMap(({ role, index, rule, isDead }) => {
		// One object can be watched by its name alone.
		if (rule.resourceNames.length > 0) return [];
		if (isDead || !rule.verbs.includes("watch") || rule.verbs.includes("*")) return [];
		const alone = rule.resources.filter(
			(entry) =>
				!entry.includes("/") &&
				!rule.apiGroups.some((group) =>
					role.rules.some((one) => ruleGives(one, { verbs: ["list"], group, entries: [entry] })),
				),
		);
		if (alone.length === 0) return [];
		return [
			ruleHit(role, index, {
				says: `gives \`watch\` of ${quotedWords(alone)} without \`list\`: informers, and kubectl get --watch, list first and are denied`,
				word: alone.join(),
				path: ["verbs", rule.verbs.indexOf("watch")],
			}),
		];
	});
