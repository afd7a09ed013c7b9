import { isCompleteGroup, knownResources } from "../../model/known-resources.ts";
import { shownGroup } from "../../model/resource-advice.ts";
import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** API groups of a rule that serve none of its resources. */
export const crossedGroups: AuditCheck = (world) => {
	const { catalog, customGroups = new Set<string>() } = world.snapshot;
	const known = knownResources(catalog, customGroups);
	return readRules(world).flatMap(({ role, index, rule, isDead }) => {
		const { apiGroups, resources } = rule;
		if (isDead || apiGroups.length < 2 || resources.some((entry) => entry.startsWith("*")))
			return [];
		const bases = resources.map((entry) => entry.split("/")[0] ?? "");
		const idle = apiGroups.filter(
			(group) =>
				known.groups.has(group) &&
				isCompleteGroup(group, known) &&
				!bases.some((base) => known.groupsOf.get(base)?.has(group)),
		);
		const [first] = idle;
		if (first === undefined || idle.length === apiGroups.length) return [];
		const left = apiGroups.filter((group) => !idle.includes(group));
		return [
			ruleHit(role, index, {
				says: `names the API group ${idle.map(shownGroup).join(", ")}, which serves none of ${quotedWords(resources)}: it grants nothing today, and something once the group has a resource of that name`,
				word: idle.join(),
				path: ["apiGroups", apiGroups.indexOf(first)],
				fix: { words: "remove the API group", become: [{ ...rule, apiGroups: left }] },
			}),
		];
	});
};
