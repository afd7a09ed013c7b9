import type { Assertion, BaselineWords } from "../model/suite.ts";
import type { Claim } from "./claim.ts";
import type { Claimed } from "./claimed.ts";
import { amongOf } from "./compile-closed.ts";
import { coverOf } from "./cover.ts";
import type { SuiteWords } from "./suite-words.ts";

type Ratchet = Extract<Assertion, { kind: "noNewAccess" | "noLostAccess" | "equivalent" }>;

/** Claims that compare with another side. */
export function ratchetClaims(words: SuiteWords, assertion: Ratchet): readonly Claimed[] {
	const { world } = words;
	const baseline = world.baselines.get(baselineKey(assertion.baseline));
	if (baseline === undefined) {
		words.fail(assertion.place, "the baseline could not be read");
		return [];
	}
	const exceptions = assertion.exceptions.flatMap((one) => {
		if (one.until !== undefined && one.until.text < world.today) {
			words.fail(one.place, `the exception \`${one.reason}\` expired on ${one.until.text}`);
		}
		const named = words.permission(one.permission, undefined);
		return named === undefined ? [] : [{ covers: coverOf(words, [one.subject]), set: named.set }];
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
