import type { Fix, Repair } from "../../model/suite-fix.ts";
import { type Fields, subjectData } from "../answer-data.ts";
import { statementData } from "../diff-data.ts";
import { editData } from "../edit-data.ts";

/** What mends a check, as plain data. */
export function repairData({ fixes, why }: Repair): Fields {
	return { fixes: fixes.map(fixData), why };
}

function fixData({ number, command, edits, effects, breaks }: Fix): Fields {
	return {
		...{ number, command },
		edits: edits.map(editData),
		effects: effects.map(({ subject, gains, loses }) => ({
			subject: subjectData(subject),
			gains: gains.map(statementData),
			loses: loses.map(statementData),
		})),
		breaks,
	};
}
