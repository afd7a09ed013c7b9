import { isSimpler, type Simplification, type SimplifiedRole } from "../../model/simplification.ts";
import { countInWords, ruleLines } from "../simplification-words.ts";
import { ruleData } from "../smallest-grant.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { counted, lineInWords, referenceInWords } from "../words.ts";
import { toYaml } from "../yaml.ts";

/** What can be simplified, role by role, and what it comes to. */
export function simplificationText(simplification: Simplification, view: View): string {
	const { roles, total, written } = simplification;
	const blocks = roles.map((role) => roleText(role, view));
	const simpler = roles.filter(isSimpler);
	const left = roles.filter((role) => role.changes.length > 0 && !isSimpler(role));
	const { rulesBefore, rulesAfter } = simplification;
	const can = written ? (simpler.length === 1 ? "was" : "were") : "can be";
	const looked = counted(total, "role");
	const what =
		simpler.length === 0
			? `${looked} with ${counted(rulesBefore, "rule")}: nothing to simplify`
			: `${simpler.length} of ${looked} ${can} simplified: ${rulesBefore} rules → ${rulesAfter}`;
	const kept = left.length > 0 ? `; ${left.length} left as they are` : "";
	return [...blocks, `${what}${kept}${proofOf(simpler)}\n`].join("\n");
}

function proofOf(roles: readonly SimplifiedRole[]): string {
	if (roles.length === 0) return "";
	return roles.every(({ proof }) => proof === "exact")
		? "\nproved: each role allows exactly the same requests as before"
		: "\nproved: each role allows the same requests as before, but for those that nobody can make";
}

function roleText(role: SimplifiedRole, view: View): string {
	const { style } = view;
	const where = role.role.place.line === undefined ? "" : ` (${lineInWords(role.role.place)})`;
	const head = `${style.paint("strong", referenceInWords(role.role))}: ${countInWords(role)}${where}\n`;
	const left =
		role.left === undefined
			? ""
			: `  ${style.paint("partly", "left as it is")}: ${visible(role.left)}\n`;
	const lines = ruleLines(role).map(({ place, rule, text, isRemark }) => {
		const at = place?.line === undefined ? "" : style.paint("quiet", `${lineInWords(place)}: `);
		const label = isRemark ? `${style.paint("warning", "warning:")} ` : "";
		return `  ${at}${label}rules[${rule}] ${text}\n`;
	});
	return head + left + lines.join("") + (view.wide ? rulesText(role) : "");
}

/** Under -o wide: the rules as they are in the end. */
function rulesText(role: SimplifiedRole): string {
	if (!isSimpler(role)) return "";
	const rules = role.become.filter((rule) => rule !== undefined).map(ruleData);
	return toYaml({ rules }, "flow").replace(/^(?=.)/gm, "  ");
}
