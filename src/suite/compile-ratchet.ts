import type { Assertion, BaselineWords } from "../model/suite.ts";
import type { Claim } from "./claim.ts";
import type { Claimed } from "./claimed.ts";
import { amongOf } from "./compile-closed.ts";
import { coverOf } from "./cover.ts";
import type { SuiteWords } from "./suite-words.ts";

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
		const title = `${subject.text} can ${named.title}`;
		if (until !== undefined && until.text < world.today) {
			words.failTest(
				test,
				place,
				`the exception \`${title}\` expired on ${until.text} (${reason})`,
			);
		}
		return [{ covers: coverOf(words, [subject]), set: named.set, title, place }];
	});
	const counts = { noNewAccess: "gained", noLostAccess: "lost", equivalent: "both" } as const;
	const isAmong = amongOf(words, assertion.among);
	const claim: Claim = {
		...{ kind: "ratchet", baseline, isAmong, exceptions },
		counts: counts[assertion.kind],
	};
	return [{ title: `${titles[assertion.kind]} ${baseline.name}`, claim }];
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
			return `manifests:${words.paths.map(({ text }) => text).join(",")}`;
		case "live":
			return `live:${words.context.text}`;
	}
}
