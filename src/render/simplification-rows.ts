import { formatPlace } from "../model/origin.ts";
import type { Simplification } from "../model/simplification.ts";
import { countInWords, ruleLines } from "./simplification-words.ts";
import { referenceInWords } from "./words.ts";

/** A row for each thing said of a rule, and for a role that is left as it is. */
export function simplificationRows({ roles }: Simplification): {
	readonly headers: readonly string[];
	readonly rows: readonly (readonly string[])[];
} {
	const headers = ["role", "rules", "where", "rule", "what", "says"];
	const rows = roles.flatMap((role) => {
		const lead = [referenceInWords(role.role), countInWords(role)];
		const left =
			role.left === undefined
				? []
				: [[...lead, formatPlace(role.role.place), "", "left", role.left]];
		const lines = ruleLines(role).map(({ place, rule, kind, text }) => {
			const where = place === undefined ? "" : formatPlace(place);
			return [...lead, where, `rules[${rule}]`, kind, text];
		});
		return [...left, ...lines];
	});
	return { headers, rows };
}
