import type { Change, Diff } from "../model/diff.ts";
import type { Place } from "../model/origin.ts";
import { formatSubject } from "../model/subject.ts";
import { type SarifRule, sarifText } from "./sarif.ts";
import type { SarifResult } from "./sarif-result.ts";
import { causeInWords, editedPlace } from "./shown-diff.ts";
import { statementLine } from "./statement-words.ts";
import { subjectsInWords } from "./text/diff.ts";

const rules: readonly SarifRule[] = [
	{
		id: "gained-access",
		title: "Somebody may do more than before",
		help: "The change gives these subjects permissions they did not have. Check that they need them.",
		severity: 7,
	},
	{
		id: "lost-access",
		title: "Somebody may do less than before",
		help: "The change takes permissions away. Check that nothing that runs needs them.",
		severity: 2,
	},
];

/** Every gain where it is given, every loss where it was. */
export function diffSarif({ subjects }: Diff, version: string): string {
	const results = subjects.flatMap((diff) => {
		const who = subjectsInWords(diff, false);
		const key = diff.subjects.map(formatSubject).join(" ");
		return [
			...diff.gained.map((change) => resultOf(change, who, key, true)),
			...diff.lost.map((change) => resultOf(change, who, key, false)),
		];
	});
	return sarifText(version, [{ rules, results }]);
}

function resultOf(change: Change, who: string, key: string, isGain: boolean): SarifResult {
	const line = statementLine(change.line, 20);
	const causes = [...new Set(change.causes.map((cause) => causeInWords(cause, isGain)))];
	const ruleId = isGain ? "gained-access" : "lost-access";
	const effect = change.effect === "effective" ? "" : ` (${change.effect})`;
	const places = change.causes.flatMap((cause) => {
		const { binding, rulePlace } = cause.chain;
		return [editedPlace(cause), binding.place, rulePlace];
	});
	const [first, ...others] = distinct(
		places.filter(({ line: at }) => at !== undefined).map(withoutRef),
	);
	return {
		ruleId,
		level: isGain && change.effect === "effective" ? "warning" : "note",
		message: `${who} ${isGain ? "gained" : "lost"}: ${line}${effect}. ${causes.join("; ")}`,
		places: first === undefined ? [] : [first],
		related: others.map((place) => ({ place, title: "" })),
		fingerprint: [ruleId, key, change.effect, JSON.stringify(change.line)].join("\0"),
	};
}

/** `main:deploy/roles.yaml` is a file of the repository all the same. */
function withoutRef(place: Place): Place {
	return { ...place, file: place.file.replace(/^[^:]+:(?=.)/, "") };
}

function distinct(places: readonly Place[]): readonly Place[] {
	return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
