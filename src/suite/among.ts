import type { SubjectsWords } from "../model/suite.ts";
import type { Covers, Who } from "./claim.ts";
import { coverOf } from "./cover.ts";
import { subjectOfUser, whoOf } from "./own-sets.ts";
import { builtInSets, type SuiteWords } from "./suite-words.ts";

/** Everybody but those left out, or those listed. */
export function amongOf(words: SuiteWords, among: SubjectsWords): Covers {
	const isLeftOut = coverOf(words, among.not);
	const isMeant = among.any ? () => true : coverOf(words, among.subjects);
	return (subject) => isMeant(subject) && !isLeftOut(subject);
}

/** Those listed by name; a group whose members are declared is these. */
export function listedIn(
	words: SuiteWords,
	among: SubjectsWords,
): readonly Extract<Who, { kind: "subject" }>[] {
	const { suite, grants } = words.world;
	const isLeftOut = coverOf(words, among.not);
	const named = among.subjects
		.filter(({ text }) => !builtInSets.has(text))
		.flatMap((one) => words.subjects(one));
	return named
		.flatMap((who) => {
			const { kind, name } = who.subject;
			if (kind !== "Group" || !suite.cluster.groups.has(name)) return [who];
			const group = grants.snapshot.groups.find((one) => one.name === name);
			return (group?.users ?? []).map((user) => whoOf(subjectOfUser(user), grants));
		})
		.filter(({ subject }) => !isLeftOut(subject));
}
