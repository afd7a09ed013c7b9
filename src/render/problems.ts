import type { Problem, Severity } from "../model/problem.ts";
import { problemPlace } from "../model/problem.ts";
import type { Look, Style } from "./style.ts";
import { visible } from "./visible.ts";
import { counted, placeInWords } from "./words.ts";

const shownOfACode = 3;

const looks: Readonly<Record<Severity, Look>> = { error: "no", warning: "warning", note: "quiet" };

/**
 * What is wrong with the input, a line each: `roles.yaml:3:5: error: …`. Of many alike only the first few are shown,
 * and several notes are only counted, unless all is asked for.
 */
export function problemLines(
	problems: readonly Problem[],
	verbose: boolean,
	style: Style,
): readonly string[] {
	if (verbose) return problems.map((problem) => problemLine(problem, style));
	const notes = problems.filter(({ severity }) => severity === "note");
	const groups = new Map<string, Problem[]>();
	for (const problem of problems) {
		if (problem.severity === "note") continue;
		const key = `${problem.severity} ${problem.code}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [problem]);
		else group.push(problem);
	}
	return [
		...[...groups.values()].flatMap((group) => groupLines(group, style)),
		...noteLines(notes, style),
	];
}

/** A single note takes no more room than its count. */
function noteLines(notes: readonly Problem[], style: Style): readonly string[] {
	if (notes.length <= 1) return notes.map((note) => problemLine(note, style));
	const summary = `note: ${counted(notes.length, "note")} about the input (-v shows them)`;
	return [style.paint("quiet", summary)];
}

/** One more than fits is shown rather than counted. */
function groupLines(group: readonly Problem[], style: Style): readonly string[] {
	const shown = group.length <= shownOfACode + 1 ? group : group.slice(0, shownOfACode);
	const left = group.length - shown.length;
	const more = `… ${left} more of the same kind (-v shows them)`;
	return [
		...shown.map((problem) => problemLine(problem, style)),
		...(left === 0 ? [] : [style.paint("quiet", more)]),
	];
}

function problemLine(problem: Problem, style: Style): string {
	const place = placeInWords(problemPlace(problem));
	const severity = style.paint(looks[problem.severity], `${problem.severity}:`);
	// The API server's own words may name the field already.
	const field = problem.message.includes(`"${problem.field}"`) ? undefined : problem.field;
	const about = [problem.object, field, problem.message].filter((part) => part !== undefined);
	return `${place}: ${severity} ${visible(about.join(": "))}`;
}
