import type { SubjectsWords } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";

/** `{subjects: any, not: […]}`, or `subjects` alone as one name or several. */
export function subjectsIn(fields: Fields): SubjectsWords {
	const subjects = fields.texts("subjects");
	const any = subjects.length === 0 || subjects.some(({ text }) => text === "any");
	const named = subjects.filter(({ text }) => text !== "any");
	return { place: fields.place, any, subjects: named, not: fields.texts("not") };
}
