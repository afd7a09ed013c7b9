import type { Assertion, BaselineWords, SubjectsWords } from "../model/suite.ts";
import { amongOf, listedIn } from "./among.ts";
import type { Claim, Who } from "./claim.ts";
import type { Claimed } from "./claimed.ts";
import { coverOf } from "./cover.ts";
import { whoOf } from "./own-sets.ts";
import { roleWords } from "./role-changes.ts";
import { SuiteWords } from "./suite-words.ts";
import { type Baseline, inPolicyOf } from "./suite-world.ts";

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
		if (named === undefined) return [];
		const { set } = named;
		if (!one.isRole) return [{ covers: coverOf(words, [one.subject]), role: "", set }];
		const role = words.role(one.subject);
		return role === undefined
			? []
			: [{ covers: () => false, role: roleWords(role.role.role), set }];
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
	const before = new SuiteWords(inPolicyOf(words.world, grants));
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
			return `manifests:${words.paths.map(({ text }) => text).join(",")}`;
		case "live":
			return `live:${words.context.text}`;
	}
}
