import type { Covers, CoversSide, ShowingQuestion } from "../model/covers.ts";
import { visible } from "./visible.ts";
import { referenceInWords, requestInWords, subjectInWords } from "./words.ts";

/** `ClusterRole edit covers ClusterRole view, in namespace ci`. */
export function coversSummary(covers: Covers): string {
	const { left, right, verdict, namespace } = covers;
	const verb = { yes: "covers", no: "does not cover", unknown: "may or may not cover" }[verdict];
	const where = namespace === undefined ? "" : ` in namespace ${visible(namespace)}`;
	return `${sideInWords(left)} ${verb} ${sideInWords(right)}${where}`;
}

export function sideInWords(side: CoversSide): string {
	return side.kind === "role" ? referenceInWords(side.role) : subjectInWords(side.subject);
}

/** How the two stand the other way round. */
export function converseInWords({ verdict, converse, left, right }: Covers): string {
	const [first, second] = [sideInWords(left), sideInWords(right)];
	switch (converse) {
		case "yes":
			return verdict === "yes"
				? "and the second covers the first too: they are the same"
				: `the other way round ${second} covers ${first}`;
		case "no":
			return verdict === "yes"
				? `the other way round it is more: ${second} does not cover ${first}`
				: `nor does ${second} cover ${first}`;
		case "unknown":
			return `whether ${second} covers ${first} cannot be told`;
	}
}

/** `for example, sa:ci/a may list secrets in namespace ci, and sa:ci/b may not`. */
export function exampleInWords({ left, right, witness }: Covers): string {
	if (witness === undefined) return "";
	const gives = right.kind === "role" ? "allows" : "may";
	const not = left.kind === "role" ? "does not" : "may not";
	const what = requestInWords(witness);
	return `for example ${sideInWords(right)} ${gives} ${what}, and ${sideInWords(left)} ${not}`;
}

/** What it means that nothing of what is lacking has an effect; "" where something has. */
export function effectInWords({ lacking }: Covers): string {
	if (lacking.length === 0 || lacking.some(({ effect }) => effect === "effective")) return "";
	return lacking.every(({ effect }) => effect === "inert")
		? "all that is lacking is inert: no client can send such a request"
		: "nothing that is lacking has an effect today: nothing serves or asks for it";
}

/** A line for a shell, words with anything unusual in quotes. */
export function questionLine({ words }: ShowingQuestion): string {
	return visible(["rolecall", ...words].map(quoted).join(" "));
}

function quoted(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
