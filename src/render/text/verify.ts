import { formatSubject } from "../../model/subject.ts";
import type { Disagreement, Verification } from "../../model/verification.ts";
import { table } from "../table.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { identityInWords, requestInWords } from "../words.ts";

/** How far the server agrees, and where it does not. */
export function verifyText(verification: Verification, view: View): string {
	const { asked, agreed, unknown, unanswered, disagreements, context } = verification;
	const [word, look] =
		disagreements.length > 0
			? (["disagreed", "no"] as const)
			: agreed > 0
				? (["agreed", "yes"] as const)
				: (["unknown", "unknown"] as const);
	const rest = [
		[disagreements.length, "disagree"],
		[unknown, "are unknown to rolecall"],
		[unanswered, "the server did not answer"],
	] as const;
	const told = rest.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
	const head = `${view.style.paint(look, word)} — ${agreed} of ${asked} questions to ${visible(context)} agree${told.join("")}\n`;
	if (disagreements.length === 0) return head;
	const columns = ["SUBJECT", "QUESTION", "ROLECALL", "SERVER", "MAY BE"];
	const rows = disagreements.map((one) => [
		identityInWords(one.identity),
		requestInWords(one.request),
		one.rolecall,
		one.server,
		causeInWords(one),
	]);
	return `${head}\n${table(
		columns.map((title) => ({ title })),
		rows,
		view,
	)}`;
}

function causeInWords({ cause, reason }: Disagreement): string {
	return reason === "" ? cause : `${cause}; the server says: ${visible(reason)}`;
}

/** A line for CSV and Markdown: who, what, both answers. */
export function disagreementCells(one: Disagreement): readonly string[] {
	const { identity, request, rolecall, server, reason, cause } = one;
	const who =
		identity.name === ""
			? identity.groups.join(" ")
			: formatSubject({ kind: "User", name: identity.name });
	return [who, requestInWords(request), rolecall, server, reason, cause];
}
