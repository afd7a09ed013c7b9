import { identityOfSubject } from "../../answer/subjects.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { DraftTest } from "../../model/suite-draft.ts";
import { compareText } from "../../model/text-order.ts";
import { coverOf } from "../cover.ts";
import { ownSets } from "../own-sets.ts";
import { SuiteWords } from "../suite-words.ts";
import type { SuiteWorld } from "../suite-world.ts";

/**
 * Nobody but those who have something has anything beyond what everybody has, also nobody who is bound later. Undefined
 * where they are too many to be listed.
 */
export function nobodyElse(
	world: SuiteWorld,
	aliases: ReadonlyMap<string, string>,
): DraftTest | undefined {
	const holders = holdersOf(world);
	const names = shortened(holders.filter((one) => !isWide(one)));
	if (names.length > mostHolders) return undefined;
	const aliased = (name: string): string => aliases.get(name) ?? name;
	const wide = holders.filter(isWide).map((one) => aliased(formatSubject(one)));
	const ignoring = wide.length === 0 ? {} : { ignoring: ["everyone-rights", ...wide] };
	return {
		id: "nobody-else",
		comments: [],
		words: {
			forall: { subjects: "any", not: [...names.map(aliased), "control-plane"] },
			deny: ["any any everywhere", "any /*"],
			...ignoring,
		},
	};
}

const mostHolders = 16;

/** A group that takes in whoever is bound later: what it has is left aside, and nobody is left out for being in it. */
function isWide({ kind, name }: Subject): boolean {
	return kind === "Group" && wideGroups.test(name);
}

const wideGroups = /^system:(?:authenticated|unauthenticated|serviceaccounts)(?::|$)/;

function holdersOf(world: SuiteWorld): readonly Subject[] {
	const isControlPlane = coverOf(new SuiteWords(world), [
		{ text: "control-plane", place: { file: "" } },
	]);
	return ownSets(world.identities).flatMap(({ subject, own }) => {
		if (isControlPlane(subject)) return [];
		const { groups } = identityOfSubject(world.grants, subject);
		const shared = world.sets.union(
			groups.map((group) => world.everyone.get(group) ?? world.sets.none),
		);
		return own.isSubsetOf(shared) ? [] : [subject];
	});
}

/** Many accounts of one namespace as a pattern, where the list would be too long. */
function shortened(holders: readonly Subject[]): readonly string[] {
	if (holders.length <= mostHolders) return holders.map(formatSubject);
	const namespaces = holders.flatMap((one) =>
		one.kind === "ServiceAccount" ? [one.namespace] : [],
	);
	const isMany = (namespace: string): boolean =>
		namespaces.filter((one) => one === namespace).length > 2;
	const names = holders.map((one) =>
		one.kind === "ServiceAccount" && isMany(one.namespace)
			? `sa:${one.namespace}/*`
			: formatSubject(one),
	);
	return [...new Set(names)].sort(compareText);
}
