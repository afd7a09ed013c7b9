import type { Place } from "../model/origin.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Assertion, SubjectsWords, SuiteText } from "../model/suite.ts";
import type { Claim, Covers, Who } from "./claim.ts";
import {
	type Claimed,
	checkForbids,
	checkRequestable,
	deniedSet,
	ignoredSet,
	ownNamespace,
	titleOfAll,
} from "./claimed.ts";
import { coverOf } from "./cover.ts";
import type { SuiteWords } from "./suite-words.ts";

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
		claim: { kind: "closed", covers, forbidden: named.set },
	};
	if (!exhaustive) return [closed];
	const each = subjects
		.filter(({ text }) => !builtInSets.has(text))
		.flatMap((one) => words.subjects(one))
		.map(
			(who): Claimed => ({
				title: `${formatSubject(who.subject)} can ${named.title}`,
				claim: { ...bound(who, words), required: named.set },
			}),
		);
	return [closed, ...each];
}

const builtInSets = new Set(["control-plane", "anyone", "anonymous"]);

/** Over everybody it is decided for each subject that a binding names: who is named by none has nothing. */
function forallClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "forall" }>,
	allowEmpty: boolean,
): readonly Claimed[] {
	const { among, permissions } = assertion;
	if (among.any && assertion.bound === "deny") {
		const covers = coverOf(words, among.not);
		return permissions.flatMap((permission) => {
			const named = words.permission(permission, undefined);
			if (named === undefined) return [];
			checkRequestable(words, named.set, permission, named.title);
			const but =
				among.not.length === 0 ? "" : ` but ${among.not.map(({ text }) => text).join(", ")}`;
			const claim: Claim = { kind: "closed", covers, forbidden: named.set };
			return [{ title: `nobody${but} can ${named.title}`, claim }];
		});
	}
	const whos = membersOf(words, among);
	if (whos.length === 0 && !allowEmpty) {
		words.fail(
			among.place,
			"`forall` means nobody: it would pass for no reason (`allowEmpty: true` if it may)",
		);
	}
	return whos.map((who) => boundOf(words, assertion, who));
}

/** What is asserted of everybody, for one of them. */
function boundOf(
	words: SuiteWords,
	{ among, permissions, ignoring, bound: kind, place }: Extract<Assertion, { kind: "forall" }>,
	who: Extract<Who, { kind: "subject" }>,
): Claimed {
	const parts = permissions.flatMap((one) => words.permission(one, ownNamespace(who)) ?? []);
	const set = words.world.sets.union(parts.map((part) => part.set));
	const denied = permissions.flatMap((one) => {
		const named = words.permission(one, ownNamespace(who));
		return named === undefined ? [] : [deniedSet(words, who, one, named.set)];
	});
	const list = titleOfAll(parts);
	const ignored = ignoredSet(words, who, ignoring.length > 0 ? ignoring : [everyoneRights(among)]);
	const bounds = {
		allow: { required: set },
		deny: { forbidden: words.world.sets.union(denied) },
		atMost: { forbidden: set.complement().difference(ignored) },
	};
	if (kind === "atMost") checkForbids(words, { kind, place }, set);
	const verb = kind === "atMost" ? "at most" : kind;
	const title = `${formatSubject(who.subject)} ${verb} ${list}`;
	return { title, claim: { ...bound(who, words), ...bounds[kind] } };
}

function everyoneRights({ place }: { readonly place: Place }): SuiteText {
	return { text: "everyone-rights", place };
}

/** The subjects meant by name, or with `any` those that the input's own bindings name; `not` is taken off. */
function membersOf(
	words: SuiteWords,
	among: SubjectsWords,
): readonly Extract<Who, { kind: "subject" }>[] {
	const isLeftOut = coverOf(words, among.not);
	const named = among.any
		? boundSubjects(words).flatMap((subject) =>
				words.subjects({ text: formatSubject(subject), place: among.place }),
			)
		: among.subjects.flatMap((one) => words.subjects(one));
	return named.filter(({ subject }) => !isLeftOut(subject));
}

/** Every subject that a binding of the input names, sorted. */
function boundSubjects({ world }: SuiteWords): readonly Subject[] {
	const found = new Map<string, Subject>();
	for (const { binding } of world.grants.bound) {
		if (binding.builtIn) continue;
		for (const subject of binding.subjects) {
			const isAccount = subject.kind === "ServiceAccount";
			const filled = isAccount
				? { ...subject, namespace: subject.namespace || binding.namespace }
				: subject;
			if (isAccount && "namespace" in filled && filled.namespace === "") continue;
			found.set(formatSubject(filled), filled);
		}
	}
	return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, subject]) => subject);
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
		...{ first: first.set, second: second.set },
	};
	return [{ title: `nobody can both ${first.title} and ${second.title}`, claim }];
}

/** Everybody but those left out, or those listed. */
export function amongOf(words: SuiteWords, among: SubjectsWords): Covers {
	const isLeftOut = coverOf(words, among.not);
	const isMeant = among.any ? () => true : coverOf(words, among.subjects);
	return (subject) => isMeant(subject) && !isLeftOut(subject);
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

function bound(who: Who, { world: { sets } }: SuiteWords): Extract<Claim, { kind: "bound" }> {
	const nothing = { required: sets.none, forbidden: sets.none };
	return { kind: "bound", who, ...nothing, via: undefined, soleVia: false, because: undefined };
}
