import type { GrantCheck } from "../model/grant-check.ts";
import {
	grantCheckSummary,
	refusalInWords,
	remedyTitle,
	remedyYaml,
	serverLines,
} from "./grant-check-words.ts";
import { code, fenced, paragraphs, tableOf } from "./markdown-parts.ts";
import { lineInWords, referenceInWords } from "./words.ts";

export function grantCheckMarkdown(check: GrantCheck): string {
	const rows = check.writes.map(({ verdict, action, object, refusals }) => [
		verdict,
		action,
		referenceInWords(object),
		lineInWords(object.place),
		refusals.map(refusalInWords).join("; "),
	]);
	const said = check.writes.flatMap(({ object, refusals }) =>
		refusals.flatMap((refusal) =>
			serverLines(refusal).map((line) => [referenceInWords(object), line]),
		),
	);
	return paragraphs([
		`**${check.verdict}** — ${code(grantCheckSummary(check))}`,
		tableOf(["Verdict", "Action", "Object", "Where", "Because"], rows),
		tableOf(["Object", "The server says"], said),
		...check.remedies.flatMap((remedy) => [
			remedyTitle(remedy, check).map(code).join("\n"),
			fenced(remedyYaml(remedy, check)),
		]),
	]);
}
