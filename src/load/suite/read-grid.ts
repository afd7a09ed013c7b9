import type { Place } from "../../model/origin.ts";
import type { Assertion, TestSeverity } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";

/**
 * A table of who may do what: `subject | resource | in | get list …`, then a row for each. `Y` is allowed, `.` is not,
 * `?` is not asserted.
 */
export function gridAssertions(fields: Fields, severity: TestSeverity): readonly Assertion[] {
	const grid = fields.text("grid");
	const lines = (grid?.text ?? "").split("\n");
	const rows = lines
		.map((text, index) => ({ cells: text.split("|").map((cell) => cell.trim()), index }))
		.filter(({ cells }) => cells.some((cell) => cell !== ""));
	const [head, ...rest] = rows;
	const titles = head?.cells ?? [];
	const verbs = (titles.at(-1) ?? "").split(/\s+/).filter((verb) => verb !== "");
	const columns = titles.slice(0, -1);
	if (!columns.includes("subject") || !columns.includes("resource") || verbs.length === 0) {
		fields.fail(["grid"], "expected a head such as `subject | resource | in | get list watch`");
		return [];
	}
	if (rest.length === 0) fields.fail(["grid"], "the grid has no rows");
	return rest.flatMap(({ cells, index }) => {
		const place = lineOf(fields.placeOf("grid"), index);
		const fail = (message: string): void => fields.fail(["grid"], `row ${index}: ${message}`);
		return rowAssertions({ cells, columns, verbs, place, severity, fail });
	});
}

/** The rows of a block begin on the line after its key. */
function lineOf(place: Place, index: number): Place {
	return place.line === undefined ? place : { ...place, line: place.line + 1 + index };
}

interface Row {
	readonly cells: readonly string[];
	readonly columns: readonly string[];
	readonly verbs: readonly string[];
	readonly place: Place;
	readonly severity: TestSeverity;
	readonly fail: (message: string) => void;
}

function rowAssertions(row: Row): readonly Assertion[] {
	const { cells, columns, verbs, place, severity, fail } = row;
	const wordIn = (column: string): string => cells[columns.indexOf(column)] ?? "";
	const marks = (cells[columns.length] ?? "").split(/\s+/).filter((mark) => mark !== "");
	if (cells.length !== columns.length + 1 || marks.length !== verbs.length) {
		fail(
			`expected ${columns.length} words and ${verbs.length} marks, found \`${cells.join(" | ")}\``,
		);
		return [];
	}
	if (wordIn("in") === "-") {
		fail("`-` is no namespace: leave the cell empty, or say cluster-wide or everywhere");
		return [];
	}
	const subject = { text: wordIn("subject"), place };
	const scope = columns.includes("in") && wordIn("in") !== "" ? ` ${scopeOf(wordIn("in"))}` : "";
	return marks.flatMap((mark, index): readonly Assertion[] => {
		if (mark === "?") return [];
		if (mark !== "Y" && mark !== ".") {
			fail(`expected Y, . or ?, found \`${mark}\``);
			return [];
		}
		const text = `${verbs[index]} ${wordIn("resource")}${scope}`;
		return [
			{
				...{
					place,
					severity,
					of: subject,
					isRole: false,
					via: undefined,
					soleVia: false,
					because: undefined,
				},
				kind: mark === "Y" ? "allow" : "deny",
				permission: { kind: "phrase", text, place },
				isCell: true,
			},
		];
	});
}

/** `payments` is `in payments`; `cluster-wide` and `everywhere` say so themselves. */
function scopeOf(words: string): string {
	return ["cluster-wide", "everywhere"].includes(words) || /^(?:in|outside) /.test(words)
		? words
		: `in ${words}`;
}
