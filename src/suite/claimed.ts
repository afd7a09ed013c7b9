import type { Place } from "../model/origin.ts";
import type { PermissionWords, SuiteText } from "../model/suite.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Claim, Who } from "./claim.ts";
import type { NamedSet, SuiteWords } from "./suite-words.ts";

/** A claim that still lacks its place in a suite. */
export interface Claimed {
	readonly title: string;
	readonly claim: Claim;
}

/** What is not held against somebody: unless said otherwise, what everybody has. A role has nothing of its own. */
export function ignoredSet(
	words: SuiteWords,
	who: Who,
	ignoring: readonly SuiteText[],
): PermissionSet {
	const { sets, everyone, identities } = words.world;
	if (who.kind === "role") return sets.none;
	const ignored = ignoring.map((one) => {
		if (one.text === "everyone-rights") {
			return sets.union(who.identity.groups.map((group) => everyone.get(group) ?? sets.none));
		}
		return sets.union(words.subjects(one).map(({ identity }) => identities.of(identity)));
	});
	return sets.union(ignored);
}

/** Whose rights loosen a bound when they grow: those left aside, and those that it is made of. */
export function followedBy(
	words: SuiteWords,
	ignoring: readonly SuiteText[],
	permissions: readonly PermissionWords[],
): ReadonlySet<string> {
	const named = [
		...ignoring.filter(({ text }) => text !== "everyone-rights"),
		...permissions.flatMap((one) => (one.kind === "subject" ? [one.subject] : [])),
	];
	const whos = named.flatMap((one) => words.subjects(one));
	return new Set(
		whos.flatMap(({ identity: { name, groups } }) => [
			...(name === "" ? [] : [`user:${name}`]),
			...groups.map((group) => `group:${group}`),
		]),
	);
}

/** `deny: any any in kube-system` is not about what everybody may do, such as asking what oneself may do. */
export function isWide(permission: PermissionWords): boolean {
	return permission.kind === "phrase" && /(?:^|[ ,|])(?:any|\*)(?:[ ,|./]|$)/.test(permission.text);
}

/** What a denial forbids somebody. */
export function deniedSet(
	words: SuiteWords,
	who: Who,
	permission: PermissionWords,
	set: PermissionSet,
): PermissionSet {
	if (!isWide(permission)) return set;
	const everyone = { text: "everyone-rights", place: permission.place };
	return set.difference(ignoredSet(words, who, [everyone]));
}

export function everyoneRights({ place }: { readonly place: Place }): SuiteText {
	return { text: "everyone-rights", place };
}

/** A claim about somebody that says nothing yet. */
export function boundOn(
	who: Who,
	{ world: { sets } }: SuiteWords,
): Extract<Claim, { kind: "bound" }> {
	const nothing = { required: sets.none, forbidden: sets.none };
	return { kind: "bound", who, ...nothing, via: undefined, soleVia: false, because: undefined };
}

export function ownNamespace(who: Who): string | undefined {
	if (who.kind === "role") return undefined;
	return who.subject.kind === "ServiceAccount" ? who.subject.namespace : undefined;
}

/** An upper bound that is above everything can never fail; paths alone make nobody dangerous. */
export function checkForbids(
	words: SuiteWords,
	{ kind, place }: { readonly kind: string; readonly place: Place },
	bound: PermissionSet,
): void {
	const { sets } = words.world;
	const isWhole =
		kind === "exactly" ? bound.isEverything : sets.resourceRequests({}).isSubsetOf(bound);
	if (!isWhole) return;
	words.fail(place, `\`${kind}\` of everything forbids nothing: it can never fail`);
}

/** A check about what nobody can send would pass, or fail, whatever the policy says. */
export function checkRequestable(
	words: SuiteWords,
	set: PermissionSet,
	{ place }: PermissionWords,
	title: string,
): void {
	if (words.hasErrorAt(place)) return;
	const { effective, latent } = words.world.requestable.partsOf(set);
	if (effective.isEmpty && latent.isEmpty) {
		words.fail(place, `\`${title}\` can never be asked: no client can send such a request`);
	}
}

/** Up to two permissions in words, of more how many they are. */
export function titleOfAll(parts: readonly NamedSet[]): string {
	if (parts.length === 0) return "nothing";
	return parts.length <= 2
		? parts.map(({ title }) => title).join("; ")
		: `${parts.length} permissions`;
}
