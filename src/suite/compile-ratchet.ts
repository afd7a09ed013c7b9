import { objectName } from "../model/object-name.ts";
import type { Assertion, BaselineWords, SubjectsWords } from "../model/suite.ts";
import { amongOf, listedIn } from "./among.ts";
import type { Claim, Who } from "./claim.ts";
import type { Claimed } from "./claimed.ts";
import { coverOf } from "./cover.ts";
import { whoOf } from "./own-sets.ts";
import { SuiteWords } from "./suite-words.ts";
import { type Baseline, worldWith } from "./suite-world.ts";

type Ratchet = Extract<Assertion, { kind: "noNewAccess" | "noLostAccess" | "equivalent" }>;

/** Claims that compare with another side. */
export function ratchetClaims(
	words: SuiteWords,
	assertion: Ratchet,
	test: string,
): readonly Claimed[] {
	const { world } = words;
	const key = baselineKey(assertion.baseline);
	const baseline = world.baselines.get(key);
	if (baseline === undefined) {
		if (!world.baselines.has(key)) words.failTest(test, assertion.place, "there is no baseline");
		return [];
	}
	const exceptions = assertion.exceptions.flatMap((one) => {
		const named = words.permission(one.permission, undefined);
		if (named === undefined) return [];
		const { place, subject, until, reason } = one;
		const { set } = named;
		const title = `${subject.text} can ${named.title}`;
		if (until !== undefined && until.text < world.today) {
			words.failTest(
				test,
				place,
				`the exception \`${title}\` expired on ${until.text} (${reason})`,
			);
		}
		if (!one.isRole) return [{ covers: coverOf(words, [subject]), role: "", set, title, place }];
		const role = words.role(subject);
		if (role === undefined) return [];
		return [{ covers: () => false, role: objectName(role.role.role), set, title, place }];
	});
	const counts = { noNewAccess: "gained", noLostAccess: "lost", equivalent: "both" } as const;
	const { among } = assertion;
	const isAmong = amongOf(words, among);
	const whos = [...listedIn(words, among), ...accountsBefore(words, among, baseline)];
	const claim: Claim = {
		...{ kind: "ratchet", baseline, isAmong, exceptions, roles: among.any },
		whos: whos.filter(({ subject }) => isAmong(subject)),
		counts: counts[assertion.kind],
	};
	return [{ title: `${titles[assertion.kind]} ${baseline.name}`, claim }];
}

/** A pattern also means the accounts that there were. */
function accountsBefore(
	words: SuiteWords,
	{ subjects }: SubjectsWords,
	{ grants }: Baseline,
): readonly Extract<Who, { kind: "subject" }>[] {
	const before = new SuiteWords(worldWith(words.world, grants.snapshot));
	const patterns = subjects.filter((one) => before.isPattern(one));
	return patterns
		.flatMap((one) => before.subjects(one))
		.map(({ subject }) => whoOf(subject, words.world.grants));
}

const titles: Readonly<Record<Ratchet["kind"], string>> = {
	noNewAccess: "no new access since",
	noLostAccess: "no lost access since",
	equivalent: "the same access as",
};

/** One text for each baseline that a suite names. */
export function baselineKey(words: BaselineWords): string {
	switch (words.kind) {
		case "git":
			return `git:${words.ref.text}`;
		case "snapshot":
			return `snapshot:${words.file.text}`;
		case "manifests":
			return `manifests:${JSON.stringify([words.paths, words.exclude].map((list) => list.map(({ text }) => text)))}`;
		case "live":
			return `live:${words.context.text}`;
	}
}
