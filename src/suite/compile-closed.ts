import { allAuthenticated } from "../model/identity.ts";
import type { Place } from "../model/origin.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Assertion, PermissionWords, SubjectsWords, SuiteText } from "../model/suite.ts";
import { amongOf, listedIn } from "./among.ts";
import type { Claim, Who } from "./claim.ts";
import {
	type Claimed,
	checkForbids,
	checkRequestable,
	followedBy,
	ignoredSet,
	isWide,
	ownNamespace,
	titleOfAll,
} from "./claimed.ts";
import { coverOf } from "./cover.ts";
import { whoOf } from "./own-sets.ts";
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
				claim: { ...bound(who, words), required: named.set },
			}),
		);
	return [closed, ...each];
}

/** Over everybody it is decided for each subject that a binding names: who is named by none has nothing. */
function forallClaims(
	words: SuiteWords,
	written: Extract<Assertion, { kind: "forall" }>,
	allowEmpty: boolean,
): readonly Claimed[] {
	const assertion = { ...written, among: withAnyone(written.among) };
	const { among } = assertion;
	if (among.any && assertion.bound === "deny") return nobodyClaims(words, assertion);
	const isAllow = assertion.bound === "allow";
	const whos = among.any && isAllow ? leastOf(words, among) : membersOf(words, among);
	if (whos.length === 0 && !allowEmpty) {
		words.fail(
			among.place,
			"`forall` means nobody: it would pass for no reason (`allowEmpty: true` if it may)",
		);
	}
	return whos.map((who) => boundOf(words, assertion, who));
}

/** `anyone` among those listed stands for everybody who is logged in, whatever else they are. */
function withAnyone(among: SubjectsWords): SubjectsWords {
	const anyone = among.subjects.find(({ text }) => text === "anyone");
	if (among.any || anyone === undefined) return among;
	const rest = among.subjects.some(({ text }) => text === "anonymous");
	const anonymous = { text: "anonymous", place: anyone.place };
	return { ...among, any: true, subjects: [], not: rest ? among.not : [...among.not, anonymous] };
}

function nobodyClaims(
	words: SuiteWords,
	{ among, permissions, ignoring }: Extract<Assertion, { kind: "forall" }>,
): readonly Claimed[] {
	const covers = coverOf(words, among.not);
	return permissions.flatMap((permission) => {
		const named = words.permission(permission, undefined);
		if (named === undefined) return [];
		checkRequestable(words, named.set, permission, named.title);
		const but =
			among.not.length === 0 ? "" : ` but ${among.not.map(({ text }) => text).join(", ")}`;
		const left = ignoring ?? (isWide(permission) ? [everyoneRights(among)] : []);
		const claim: Claim = {
			...{ kind: "closed", covers, forbidden: named.set },
			ignored: (subject) => ignoredSet(words, whoOf(subject, words.world.grants), left),
			follows: followedBy(words, left, []),
		};
		return [{ title: `nobody${but} can ${named.title}`, claim }];
	});
}

/** Who has nothing but what everybody has: what these may, all may, also those nobody has named yet. */
function leastOf(
	words: SuiteWords,
	{ not }: SubjectsWords,
): readonly Extract<Who, { kind: "subject" }>[] {
	const isLeftOut = coverOf(words, not);
	const least: readonly Subject[] = [
		{ kind: "Group", name: allAuthenticated },
		{ kind: "User", name: "system:anonymous" },
	];
	return least
		.filter((subject) => !isLeftOut(subject))
		.map((subject) => whoOf(subject, words.world.grants));
}

/** What is asserted of everybody, for one of them. */
function boundOf(
	words: SuiteWords,
	{ among, permissions, ignoring, bound: kind, place }: Extract<Assertion, { kind: "forall" }>,
	who: Extract<Who, { kind: "subject" }>,
): Claimed {
	const { sets } = words.world;
	const parts = permissions.map(
		(one) => words.permission(one, ownNamespace(who)) ?? { set: sets.none, title: "" },
	);
	const set = sets.union(parts.map((part) => part.set));
	const list = titleOfAll(parts);
	const ignored = ignoredSet(words, who, ignoring ?? [everyoneRights(among)]);
	const held = (permission: PermissionWords): boolean =>
		ignoring === undefined && !isWide(permission);
	const denied = permissions.map((permission, index) => {
		const part = parts[index]?.set ?? sets.none;
		return held(permission) ? part : part.difference(ignored);
	});
	const bounds = {
		allow: { required: set },
		deny: { forbidden: sets.union(denied) },
		atMost: { forbidden: set.complement().difference(ignored) },
	};
	if (kind === "atMost") checkForbids(words, { kind, place }, set);
	const verb = kind === "atMost" ? "at most" : kind;
	const title = `${formatSubject(who.subject)} ${verb} ${list}`;
	const follows = followedBy(words, ignoring ?? [], kind === "atMost" ? permissions : []);
	return { title, claim: { ...bound(who, words), ...bounds[kind], follows } };
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

function bound(who: Who, { world: { sets } }: SuiteWords): Extract<Claim, { kind: "bound" }> {
	const nothing = { required: sets.none, forbidden: sets.none };
	return { kind: "bound", who, ...nothing, via: undefined, soleVia: false, because: undefined };
}
