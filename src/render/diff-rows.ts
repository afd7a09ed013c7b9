import type { Change, Diff } from "../model/diff.ts";
import { formatSubject } from "../model/subject.ts";
import type { Rows } from "./rows.ts";
import { causeInWords, placeOfCause } from "./shown-diff.ts";
import { statementInWords } from "./statement-words.ts";

/** A row for each subject and line. */
export function diffRows({ subjects }: Diff): Rows {
	const headers = ["subject", "change", "effect", "verbs", "resources", "scope", "cause", "where"];
	const rows = subjects.flatMap((diff) =>
		diff.subjects.flatMap((subject) => [
			...diff.gained.map((change) => changeCells(formatSubject(subject), "gained", change)),
			...diff.lost.map((change) => changeCells(formatSubject(subject), "lost", change)),
		]),
	);
	return { headers, rows };
}

function changeCells(subject: string, what: "gained" | "lost", change: Change): readonly string[] {
	const { verbs, things, scope } = statementInWords(change.line, Number.POSITIVE_INFINITY);
	const causes = change.causes.map((cause) => causeInWords(cause, what === "gained"));
	const places = change.causes.map(placeOfCause);
	const lists = [...new Set(causes)].join("; ");
	return [
		subject,
		what,
		change.effect,
		verbs,
		things,
		scope,
		lists,
		[...new Set(places)].join(" "),
	];
}
