import { formatSubject } from "../model/subject.ts";
import type { Assertion } from "../model/suite.ts";
import { amongOf, listedIn } from "./among.ts";
import type { Claim } from "./claim.ts";
import { boundOn, type Claimed, checkRequestable, everyoneRights, ignoredSet } from "./claimed.ts";
import { forallClaims } from "./compile-forall.ts";
import { coverOf } from "./cover.ts";
import { builtInSets, type SuiteWords } from "./suite-words.ts";

type ClosedKind = "only" | "forall" | "notBoth" | "disjoint";

/** Claims about who may, of all there are and could be, and about several at once. */
export function closedClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: ClosedKind }>,
	allowEmpty: boolean,
): readonly Claimed[] {
	switch (assertion.kind) {
		case "only":
			return onlyClaims(words, assertion);
		case "forall":
			return forallClaims(words, assertion, allowEmpty);
		case "notBoth":
			return notBothClaims(words, assertion);
		case "disjoint":
			return disjointClaims(words, assertion);
	}
}

function onlyClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "only" }>,
): readonly Claimed[] {
	const { subjects, permission, exhaustive } = assertion;
	const named = words.permission(permission, undefined);
	if (named === undefined) return [];
	checkRequestable(words, named.set, permission, named.title);
	const covers = coverOf(words, subjects);
	const list = subjects.map(({ text }) => text).join(", ");
	const closed: Claimed = {
		title: `only ${list === "" ? "nobody" : list} can ${named.title}`,
		claim: { kind: "closed", covers, forbidden: named.set, ignored: () => words.world.sets.none },
	};
	if (!exhaustive) return [closed];
	const each = subjects
		.filter(({ text }) => !builtInSets.has(text))
		.flatMap((one) => words.subjects(one))
		.map(
			(who): Claimed => ({
				title: `${formatSubject(who.subject)} can ${named.title}`,
				claim: { ...boundOn(who, words), required: named.set },
			}),
		);
	return [closed, ...each];
}

function notBothClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "notBoth" }>,
): readonly Claimed[] {
	const [first, second] = [assertion.first, assertion.second].map((one) =>
		words.permission(one, undefined),
	);
	if (first === undefined || second === undefined) return [];
	checkRequestable(words, first.set, assertion.first, first.title);
	checkRequestable(words, second.set, assertion.second, second.title);
	const claim: Claim = {
		...{ kind: "notBoth", isAmong: amongOf(words, assertion.among) },
		whos: listedIn(words, assertion.among),
		...{ first: first.set, second: second.set },
	};
	return [{ title: `nobody can both ${first.title} and ${second.title}`, claim }];
}

function disjointClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "disjoint" }>,
): readonly Claimed[] {
	const named = assertion.on && words.permission(assertion.on, undefined);
	const on = named?.set ?? (assertion.on === undefined ? words.world.sets.all : undefined);
	if (on === undefined) return [];
	const whos = assertion.subjects.flatMap((one) => words.subjects(one));
	const list = whos.map(({ subject }) => formatSubject(subject)).join(" and ");
	const title = `${list} share nothing${named === undefined ? "" : ` of ${named.title}`}`;
	// What everybody may do is nothing that two have in common.
	const shared = whos.map((who) => ignoredSet(words, who, [everyoneRights(assertion)]));
	const rest = on.difference(words.world.sets.union(shared));
	return [{ title, claim: { kind: "disjoint", whos, on: rest } }];
}
