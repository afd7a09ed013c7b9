import { identityOfSubject, subjectsOf } from "../../answer/subjects.ts";
import { formatSubject } from "../../model/subject.ts";
import type { DraftTest } from "../../model/suite-draft.ts";
import type { SuiteWorld } from "../suite-world.ts";

/** Accounts have nothing outside of their own namespaces; undefined where few of them are so, or many are not. */
export function accountsAtHome(
	world: SuiteWorld,
	aliases: ReadonlyMap<string, string>,
): DraftTest | undefined {
	const { grants, identities, sets } = world;
	const accounts = subjectsOf(grants).flatMap(({ subject }) =>
		subject.kind === "ServiceAccount" ? [subject] : [],
	);
	const elsewhere = accounts.filter((account) => {
		const identity = identityOfSubject(grants, account);
		const shared = identity.groups.map((group) => world.everyone.get(group) ?? sets.none);
		const own = identities.of(identity).difference(sets.union(shared));
		return !own.isSubsetOf(sets.inNamespace(own, account.namespace));
	});
	if (accounts.length - elsewhere.length < fewest || elsewhere.length > mostElsewhere) {
		return undefined;
	}
	const names = elsewhere.map((account) => {
		const name = formatSubject(account);
		return aliases.get(name) ?? name;
	});
	return {
		id: "accounts-stay-at-home",
		comments: [],
		words: {
			forall: { subjects: "sa:*/*", not: [...names, "control-plane"] },
			atMost: "any any in own namespace",
		},
	};
}

const fewest = 4;
const mostElsewhere = 8;
