import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** `resourceNames: []` is no name for its author, and every name for the server. */
export const allNamesByAccident: AuditCheck = (world) =>
	readRules(world).flatMap(({ role, index, rule, isDead }) => {
		const isEmpty = rule.resourceNames.length === 0 && rule.nonResourceURLs.length === 0;
		if (isDead || !isEmpty || !isWritten(role, index)) return [];
		return [
			{
				...ruleHit(role, index, {
					says: `lists \`resourceNames\` without a name, which allows ${quotedWords(rule.verbs)} on every object of ${quotedWords(rule.resources)}, as if the field were not there`,
					word: objectName(role),
					path: ["resourceNames"],
				}),
				severity: "high",
				confidence: "likely",
			},
		];
	});

/** A field that is absent has the place of what holds it. */
function isWritten({ origin }: Role, index: number): boolean {
	const rule = origin.at(["rules", index]);
	const field = origin.at(["rules", index, "resourceNames"]);
	if (rule === undefined || field === undefined) return false;
	return rule.line !== field.line || rule.column !== field.column;
}
