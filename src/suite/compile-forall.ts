import { subjectsOf } from "../answer/subjects.ts";
import { allAccounts, allAuthenticated, allUnauthenticated } from "../model/identity.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Assertion, PermissionWords, SubjectsWords } from "../model/suite.ts";
import type { Claim, Who } from "./claim.ts";
import {
	boundOn,
	type Claimed,
	checkForbids,
	checkRequestable,
	everyoneRights,
	followedBy,
	ignoredSet,
	isWide,
	ownNamespace,
	titleOfAll,
} from "./claimed.ts";
import { coverOf } from "./cover.ts";
import { whoOf } from "./own-sets.ts";
import type { SuiteWords } from "./suite-words.ts";

/** Over everybody it is decided for each subject that a binding names: who is named by none has nothing. */
export function forallClaims(
	words: SuiteWords,
	written: Extract<Assertion, { kind: "forall" }>,
	allowEmpty: boolean,
): readonly Claimed[] {
	const assertion = { ...written, among: withAnyone(written.among) };
	const { among } = assertion;
	if (among.any && assertion.bound === "deny") return nobodyClaims(words, assertion);
	if (among.any && assertion.bound === "atMost" && !assertion.permissions.some(isOfOwnNamespace)) {
		return nobodyMoreClaims(words, assertion);
	}
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

function isOfOwnNamespace(permission: PermissionWords): boolean {
	return permission.kind === "phrase" && /\bown namespace\b/.test(permission.text);
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
		const left = ignoring ?? (isWide(permission) ? [everyoneRights(among)] : []);
		const claim: Claim = {
			...{ kind: "closed", covers, forbidden: named.set },
			ignored: (subject) => ignoredSet(words, whoOf(subject, words.world.grants), left),
			follows: followedBy(words, left, []),
		};
		return [{ title: `${nobodyBut(among)} can ${named.title}`, claim }];
	});
}

/** Those that only the default policy names are not meant, but for the groups that everybody is in. */
function nobodyMoreClaims(
	words: SuiteWords,
	{ among, permissions, ignoring, place }: Extract<Assertion, { kind: "forall" }>,
): readonly Claimed[] {
	const { sets, grants } = words.world;
	const parts = permissions.flatMap((one) => words.permission(one, undefined) ?? []);
	const set = sets.union(parts.map((part) => part.set));
	checkForbids(words, { kind: "atMost", place }, set);
	const isLeftOut = coverOf(words, among.not);
	const everybody = [allAuthenticated, allUnauthenticated, allAccounts].map(
		(name) => `group:${name}`,
	);
	const meant = new Set([
		...subjectsOf(grants).map(({ subject }) => formatSubject(subject)),
		...everybody,
	]);
	const named = grants.bound.flatMap(({ binding }) => binding.subjects.map(formatSubject));
	const notMeant = new Set(named.filter((name) => !meant.has(name)));
	const claim: Claim = {
		...{ kind: "closed", forbidden: set.complement() },
		covers: (subject) => notMeant.has(formatSubject(subject)) || isLeftOut(subject),
		ignored: (subject) =>
			ignoredSet(words, whoOf(subject, grants), ignoring ?? [everyoneRights(among)]),
		follows: followedBy(words, ignoring ?? [], permissions),
	};
	return [{ title: `${nobodyBut(among)} has more than ${titleOfAll(parts)}`, claim }];
}

function nobodyBut({ not }: SubjectsWords): string {
	return not.length === 0 ? "nobody" : `nobody but ${not.map(({ text }) => text).join(", ")}`;
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
	return { title, claim: { ...boundOn(who, words), ...bounds[kind], follows } };
}

/** The subjects meant by name, or with `any` those that the input's own bindings name; `not` is taken off. */
function membersOf(
	words: SuiteWords,
	among: SubjectsWords,
): readonly Extract<Who, { kind: "subject" }>[] {
	const isLeftOut = coverOf(words, among.not);
	const named = among.any
		? subjectsOf(words.world.grants).flatMap(({ subject }) =>
				words.subjects({ text: formatSubject(subject), place: among.place }),
			)
		: among.subjects.flatMap((one) => words.subjects(one));
	return named.filter(({ subject }) => !isLeftOut(subject));
}
