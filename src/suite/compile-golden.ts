import { formatSubject } from "../model/subject.ts";
import type { Assertion } from "../model/suite.ts";
import { compilePhrase } from "../phrase/compile-phrase.ts";
import { type Claimed, ignoredSet } from "./claimed.ts";
import { readGolden } from "./golden.ts";
import type { SuiteWords } from "./suite-words.ts";

type Golden = Extract<Assertion, { kind: "golden" }>;

/** What a golden file says that subjects may do, exactly. */
export function goldenClaims(words: SuiteWords, assertion: Golden): readonly Claimed[] {
	const { sets, goldens, phrases: phraseWorld } = words.world;
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
	checkListed(words, assertion, [...kept.keys()]);
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
			// What is odd about the phrases is odd about the policy that they were written from.
			const parts = phrases.flatMap((text) => {
				const phrase = words.phrase({ text, place: file.place });
				const compiled = phrase && compilePhrase(sets, phrase, phraseWorld);
				return compiled === undefined || "error" in compiled ? [] : [compiled.set];
			});
			const required = sets.union(parts);
			const everyone = { text: "everyone-rights", place: file.place };
			const forbidden = required.complement().difference(ignoredSet(words, who, [everyone]));
			const base = {
				kind: "bound",
				who,
				via: undefined,
				soleVia: false,
				because: undefined,
			} as const;
			const claim = { ...base, required, forbidden };
			return [{ title: `${name} exactly as in ${file.text}`, claim }];
		}),
	);
}

/** What no test lists is never looked at, and would go stale. */
function checkListed(words: SuiteWords, assertion: Golden, names: readonly string[]): void {
	const { file } = assertion;
	const { tests, subjects } = words.world.suite;
	const same = tests
		.flatMap(({ assertions }) => assertions)
		.filter((one): one is Golden => one.kind === "golden" && one.file.text === file.text);
	if (same[0] !== assertion) return;
	const listed = same.flatMap((one) => one.subjects);
	const known = new Set(
		listed.flatMap((one) => [
			subjects.get(one.text)?.subject.text ?? one.text,
			...words.subjects(one).map(({ subject }) => formatSubject(subject)),
		]),
	);
	for (const name of names) {
		if (known.has(name)) continue;
		words.fail(
			file.place,
			`the golden file \`${file.text}\` holds \`${name}\`, which no test lists: \`rolecall test -u\` removes it`,
		);
	}
}
