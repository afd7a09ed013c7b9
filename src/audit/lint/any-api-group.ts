import { knownResources } from "../../model/known-resources.ts";
import { shownGroup } from "../../model/resource-advice.ts";
import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** A resource by name in whatever API group: also in those that are installed later. */
export const anyApiGroup: AuditCheck = (world) => {
	const { catalog, customGroups = new Set<string>() } = world.snapshot;
	const { rowsOf } = knownResources(catalog, customGroups);
	return readRules(world).flatMap(({ role, index, rule, isDead }) => {
		const { apiGroups, resources } = rule;
		const isAny = apiGroups.includes("*") && !resources.some((entry) => entry.startsWith("*"));
		if (isDead || !isAny) return [];
		const rows = resources.map((entry) => rowsOf.get(entry.split("/")[0] ?? "") ?? []);
		const groups = [...new Set(rows.flat().map(({ group }) => group))];
		const isKnown = rows.every((own) => own.length > 0);
		const now = isKnown ? `, today in ${groups.map(shownGroup).join(", ")}` : "";
		return [
			ruleHit(role, index, {
				says: `is for ${quotedWords(resources)} of every API group${now}: whatever is installed later under these names too`,
				word: "*",
				path: ["apiGroups", apiGroups.indexOf("*")],
				...(isKnown && {
					fix: { words: "name the API groups", become: [{ ...rule, apiGroups: groups }] },
				}),
			}),
		];
	});
};
