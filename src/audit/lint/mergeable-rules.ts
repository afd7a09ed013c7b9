import { objectName } from "../../model/object-name.ts";
import type { Role } from "../../model/role.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { compareText } from "../../model/text-order.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { writtenRoles } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";

/** Rules that differ in one list only, and roles with the same rules. */
export const mergeableRules: AuditCheck = (world) => {
	const roles = writtenRoles(world);
	return [...roles.flatMap((role) => mergeable(role).slice(0, 1)), ...twins(roles)];
};

const lists = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"] as const;

function mergeable(role: Role): readonly Hit[] {
	const seen = new Map<string, number>();
	return role.rules.flatMap((rule, index): readonly Hit[] => {
		const keys = lists
			// Without names a rule is for all: it cannot take in one with names.
			.filter((field) => rule[field].length > 0)
			.map((field) => ({
				field,
				key: JSON.stringify([field, ...sorted({ ...rule, [field]: [] })]),
			}));
		const found = keys.find(({ key }) => seen.has(key));
		for (const { key } of keys) if (!seen.has(key)) seen.set(key, index);
		const into = found && seen.get(found.key);
		if (found === undefined || into === undefined) return [];
		const { field } = found;
		return [
			ruleHit(role, index, {
				says: `differs from rules[${into}] in its ${field} only: one rule can say both`,
				word: "merge",
				path: [field],
			}),
		];
	});
}

function sorted(rule: PolicyRule): readonly (readonly string[])[] {
	return lists.map((field) => [...new Set(rule[field])].sort(compareText));
}

function twins(roles: readonly Role[]): readonly Hit[] {
	const first = new Map<string, Role>();
	return roles.flatMap((role) => {
		if (role.rules.length === 0) return [];
		const rules = role.rules.map((rule) => JSON.stringify(sorted(rule))).sort(compareText);
		const key = JSON.stringify([role.kind, role.namespace, ...rules]);
		const twin = first.get(key);
		if (twin === undefined) {
			first.set(key, role);
			return [];
		}
		const says = `and all others are those of ${objectName(twin)}: one role can serve both`;
		return [ruleHit(role, 0, { says, word: "twin" })];
	});
}
