import { referenceTo } from "../../answer/chain.ts";
import type { AuditSeverity } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import { type FieldPath, placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import type { Hit } from "../hit.ts";

/** What a check says of one rule. */
interface RuleFinding {
	/** What follows `rules[2] of Role/ci/r`. */
	readonly says: string;
	/** What tells it apart from others about the same rule. */
	readonly word: string;
	/** The way to the word inside of the rule. */
	readonly path?: FieldPath;
	readonly severity?: AuditSeverity;
	readonly fix?: { readonly words: string; readonly become: readonly PolicyRule[] };
}

/** A finding about one rule of a role. */
export function ruleHit(role: Role, index: number, finding: RuleFinding): Hit {
	const { says, word, path = [], severity, fix } = finding;
	const where = `rules[${index}] of ${objectName(role)}`;
	return {
		concerned: { kind: "object", object: referenceTo(role) },
		message: `${where} ${says}`,
		place: placeOf(role.origin, ["rules", index, ...path]),
		...(severity !== undefined && { severity }),
		key: JSON.stringify([word, role.rules[index]]),
		...(fix !== undefined && {
			fix: {
				words: `${fix.words} in ${objectName(role)} rules[${index}]`,
				edits: [{ kind: "change-rule" as const, role, rule: index, become: fix.become }],
			},
		}),
	};
}
