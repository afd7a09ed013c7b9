import { formatSubject } from "../model/subject.ts";
import type { Assertion } from "../model/suite.ts";
import type { Claimed } from "./claimed.ts";
import { readGolden } from "./golden.ts";
import type { SuiteWords } from "./suite-words.ts";

/** What a golden file says that subjects may do, exactly. */
export function goldenClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "golden" }>,
): readonly Claimed[] {
	const { sets, goldens } = words.world;
	const { file } = assertion;
	const text = goldens.get(file.text);
	if (text === undefined) {
		words.fail(
			file.place,
			`the golden file \`${file.text}\` does not exist: \`rolecall test -u\` writes it`,
		);
		return [];
	}
	const kept = readGolden(text);
	return assertion.subjects.flatMap((one) =>
		words.subjects(one).flatMap((who): readonly Claimed[] => {
			const name = formatSubject(who.subject);
			const phrases = kept.get(name);
			if (phrases === undefined) {
				words.fail(
					file.place,
					`the golden file \`${file.text}\` says nothing of ${name}: \`rolecall test -u\` writes it`,
				);
				return [];
			}
			const parts = phrases.flatMap((phrase) => {
				const parsed = words.phrase({ text: phrase, place: file.place });
				return parsed === undefined
					? []
					: [
							words.ofPhrase(parsed, { text: phrase, place: file.place }, undefined)?.set ??
								sets.none,
						];
			});
			const required = sets.union(parts);
			const base = {
				kind: "bound",
				who,
				via: undefined,
				soleVia: false,
				because: undefined,
			} as const;
			const claim = { ...base, required, forbidden: required.complement() };
			return [{ title: `${name} exactly as in ${file.text}`, claim }];
		}),
	);
}
