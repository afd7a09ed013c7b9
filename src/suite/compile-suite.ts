import type { Assertion, PermissionWords, SuiteProblem, SuiteTest } from "../model/suite.ts";
import { phraseAtoms } from "../phrase/phrase-atoms.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { checkVia } from "./check-via.ts";
import type { Check, Claim, Who } from "./claim.ts";
import {
	type Claimed,
	checkForbids,
	checkRequestable,
	deniedSet,
	followedBy,
	ignoredSet,
	ownNamespace,
	titleOfAll,
} from "./claimed.ts";
import { closedClaims } from "./compile-closed.ts";
import { goldenClaims } from "./compile-golden.ts";
import { ratchetClaims } from "./compile-ratchet.ts";
import { checkContradictions } from "./contradictions.ts";
import { missingVerb } from "./missing-verb.ts";
import { roleIn } from "./role-in.ts";
import { type NamedSet, SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

import { nameOf } from "./violation.ts";
import { withoutInert } from "./without-inert.ts";

/** All checks of a suite, and whatever is wrong with its words: with an error there nothing can be relied on. */
export function compileSuite(world: SuiteWorld): {
	readonly checks: readonly Check[];
	readonly problems: readonly SuiteProblem[];
} {
	const words = new SuiteWords(world);
	const checks: Check[] = [];
	const ids = new Map<string, number>();
	for (const test of world.suite.tests) {
		for (const assertion of test.assertions) {
			const claimed = claimsOf(words, assertion, test);
			for (const { title, claim } of claimed) {
				const count = (ids.get(`${test.id} › ${title}`) ?? 0) + 1;
				ids.set(`${test.id} › ${title}`, count);
				const id = `${test.id} › ${title}${count === 1 ? "" : ` (${count})`}`;
				const { place, severity } = assertion;
				checks.push({
					...{ id, test, title, place, severity, isGolden: assertion.kind === "golden" },
					claim: withoutInert(claim, world),
				});
				if (count > 1) words.fail(place, `\`${title}\` is asserted before`, "warning");
			}
		}
	}
	checkMarkers(words);
	checkContradictions(words, checks);
	return { checks, problems: words.problems };
}

function claimsOf(words: SuiteWords, assertion: Assertion, test: SuiteTest): readonly Claimed[] {
	switch (assertion.kind) {
		case "allow":
		case "deny":
			return caseClaims(words, assertion);
		case "atLeast":
		case "atMost":
		case "exactly":
			return boundClaims(words, assertion);
		case "budget":
			return whosOf(words, assertion).map((who) => ({
				title: `budget of ${nameOf(who)}`,
				claim: {
					kind: "budget",
					who,
					limits: assertion.limits,
					ignored: ignoredSet(words, who, assertion.ignoring),
				},
			}));
		case "only":
		case "forall":
		case "notBoth":
		case "disjoint":
			return closedClaims(words, assertion, test.allowEmpty);
		case "noNewAccess":
		case "noLostAccess":
		case "equivalent":
			return ratchetClaims(words, assertion, test.id);
		case "golden":
			return goldenClaims(words, assertion);
	}
}

function whosOf(
	words: SuiteWords,
	{ of, isRole, in: placed }: Pick<Extract<Assertion, { kind: "budget" }>, "of" | "isRole" | "in">,
): readonly Who[] {
	if (!isRole) return words.subjects(of);
	const role = roleIn(words, of, placed);
	return role === undefined ? [] : [role];
}

/** Each verb on each resource by itself: a report tells which of them failed. */
function caseClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "allow" | "deny" }>,
): readonly Claimed[] {
	const { kind, permission, via, soleVia, because } = assertion;
	checkVia(words, via);
	const isBlank = assertion.isCell === true && kind === "deny";
	const whos = whosOf(words, assertion);
	// Nobody to claim it of: what else is wrong with the words is told all the same.
	if (whos.length === 0 && !isOfOwnNamespace(permission)) {
		atoms(words, permission, undefined, isBlank);
	}
	return whos.flatMap((who) =>
		atoms(words, permission, ownNamespace(who), isBlank).map(({ set, title }): Claimed => {
			checkRequestable(words, set, permission, title);
			const { none } = words.world.sets;
			const [required, forbidden] =
				kind === "allow" ? [set, none] : [none, deniedSet(words, who, permission, set)];
			const more = { via: via?.text, soleVia, because: because?.text };
			return {
				title: `${nameOf(who)} ${kind} ${title}`,
				claim: { kind: "bound", who, required, forbidden, ...more },
			};
		}),
	);
}

function isOfOwnNamespace(permission: PermissionWords): boolean {
	return permission.kind === "phrase" && permission.text.includes("own namespace");
}

function atoms(
	words: SuiteWords,
	permission: PermissionWords,
	own: string | undefined,
	isBlank: boolean,
): readonly NamedSet[] {
	if (permission.kind !== "phrase") {
		const one = words.permission(permission, own);
		return one === undefined ? [] : [one];
	}
	const phrase = words.phrase(permission);
	if (phrase === undefined) return [];
	return phraseAtoms(phrase).flatMap((atom) => {
		const missing = isBlank ? missingVerb(atom, words.world) : undefined;
		if (missing === undefined) return words.ofPhrase(atom, permission, own) ?? [];
		words.fail(permission.place, `${missing}, so that its \`.\` says nothing`, "warning");
		return [];
	});
}

function boundClaims(
	words: SuiteWords,
	assertion: Extract<Assertion, { kind: "atLeast" | "atMost" | "exactly" }>,
): readonly Claimed[] {
	const { kind, catalogue, ignoring } = assertion;
	return whosOf(words, assertion).map((who) => {
		const own = ownNamespace(who);
		const parts = assertion.permissions.flatMap((one) => words.permission(one, own) ?? []);
		const bound = words.world.sets.union(parts.map(({ set }) => set));
		if (kind !== "atLeast") checkForbids(words, assertion, bound);
		const above = bound.complement().difference(ignoredSet(words, who, ignoring));
		const { none } = words.world.sets;
		const counted = (set: PermissionSet): PermissionSet =>
			catalogue ? words.world.requestable.effectiveOf(set) : set;
		const claim: Claim = {
			...{ kind: "bound", who, via: undefined, soleVia: false, because: undefined },
			required: kind === "atMost" ? none : counted(bound),
			forbidden: kind === "atLeast" ? none : counted(above),
			follows: followedBy(words, ignoring, kind === "atLeast" ? [] : assertion.permissions),
		};
		return { title: `${nameOf(who)} ${wordsOf[kind]} ${titleOfAll(parts)}`, claim };
	});
}

const wordsOf: Readonly<Record<"atLeast" | "atMost" | "exactly", string>> = {
	atLeast: "at least",
	atMost: "at most",
	exactly: "exactly",
};

/** A marker that is past its day is an error: somebody has to look again. */
function checkMarkers(words: SuiteWords): void {
	const { suite, today } = words.world;
	for (const { id, skip, knownFailure } of suite.tests) {
		for (const [what, marker] of [
			["skip", skip],
			["known failure", knownFailure],
		] as const) {
			if (marker === undefined || marker.until >= today) continue;
			const owner = suite.owner === "" ? "" : `, owner ${suite.owner}`;
			words.failTest(
				id,
				marker.place,
				`the ${what} of \`${id}\` expired on ${marker.until}${owner}`,
			);
		}
	}
}
