import type { Covers } from "../model/covers.ts";
import { sideInWords } from "./covers-words.ts";
import type { Rows } from "./rows.ts";
import { statementInWords } from "./statement-words.ts";
import { requestInWords } from "./words.ts";

/** A row for each line that is lacking; one with empty fields where nothing is. */
export function coversRows({ verdict, converse, left, right, lacking }: Covers): Rows {
	const headers = [
		...["verdict", "left", "right", "converse"],
		...["effect", "verbs", "resources", "scope", "example"],
	];
	const lead = [verdict, sideInWords(left), sideInWords(right), converse];
	if (lacking.length === 0) return { headers, rows: [[...lead, "", "", "", "", ""]] };
	const rows = lacking.map(({ effect, line, witness }) => {
		const { verbs, things, scope } = statementInWords(line, Number.POSITIVE_INFINITY);
		return [...lead, effect, verbs, things, scope, requestInWords(witness)];
	});
	return { headers, rows };
}
