import { linesOfItems } from "./items.ts";
import type { Replacement } from "./replace-in.ts";
import type { RulesPlace } from "./rule-text.ts";

/** `rules: []`, with the comments that stood among the rules below it; or why it cannot be written. */
export function emptiedList(place: RulesPlace): readonly Replacement[] | string {
	const { list, text, comments } = place;
	if (list.flow === true) {
		const [start = 0, end = 0] = list.range ?? [];
		const hasComment = comments.some(({ at }) => start <= at && at < end);
		if (hasComment) return "a comment stands among rules in brackets";
		return [{ start, end, text: "[]" }];
	}
	const lines = linesOfItems(place);
	const [first] = lines ?? [];
	const last = lines?.at(-1);
	if (first === undefined || last === undefined) {
		return "its rules do not each begin a line of their own";
	}
	const head = /:([ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*)$/.exec(text.slice(0, first.start));
	if (head === null) return "its rules do not begin below their name";
	const colon = head.index + 1;
	const kept = comments.filter(({ at }) => first.start <= at && at < last.end);
	return [
		{ start: colon, end: colon, text: " []" },
		{
			start: first.start,
			end: last.end,
			text: kept.map((comment) => `${first.indent}${comment.text}\n`).join(""),
		},
	];
}
