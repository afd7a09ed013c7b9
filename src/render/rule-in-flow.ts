import type { PolicyRule } from "../model/rule.ts";
import { ruleData } from "./smallest-grant.ts";
import { visible } from "./visible.ts";

/** `{apiGroups: [""], resources: [pods], verbs: [get]}`; of longer lists the first `most` words. */
export function ruleInFlow(rule: PolicyRule, most: number): string {
	const fields = Object.entries(ruleData(rule)).map(([key, list]) => {
		const shown = list
			.slice(0, most)
			.map((word) => (/^[\w./-]+$/.test(word) ? word : JSON.stringify(word)));
		const more = list.length > most ? `, … ${list.length - most} more` : "";
		return `${key}: [${shown.join(", ")}${more}]`;
	});
	return visible(`{${fields.join(", ")}}`);
}
