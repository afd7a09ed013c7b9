import { groupIdentity, identityOf } from "../../model/identity.ts";
import type { Role } from "../../model/role.ts";
import { inNamespace, phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import { wordedList } from "./worded-list.ts";

/** What the default policy gives a user or any member of a group, by the groups that they are in as well. */
export function defaultSetOf(
	world: AuditWorld,
	kind: "User" | "Group",
	name: string,
): PermissionSet {
	const { defaults, identities, defaultRole } = world;
	const { groups } = kind === "User" ? identityOf(name) : groupIdentity(name);
	const rules = defaults.bindings.flatMap(({ roleRef, subjects, namespace }) => {
		const isNamed = subjects.some((one) =>
			one.kind === "Group" ? groups.includes(one.name) : one.kind === kind && one.name === name,
		);
		if (!isNamed) return [];
		if (roleRef.kind === "ClusterRole") {
			return (defaultRole(roleRef.name)?.rules ?? []).map(({ rule }) => rule);
		}
		const isMeant = (role: Role): boolean =>
			role.kind === "Role" && role.namespace === namespace && role.name === roleRef.name;
		return defaults.roles.filter(isMeant).flatMap((role) => role.rules);
	});
	return identities.sets.ofRules(rules);
}

/**
 * A few phrases of what a binding gives, for a message: `` `list secrets in shop` and `get pods in shop` ``. `namespace` is
 * the binding's, "" for everywhere.
 */
export function wordsOfGift(
	set: PermissionSet,
	namespace: string,
	{ snapshot }: AuditWorld,
): string {
	const where = namespace === "" ? "everywhere" : `in ${namespace}`;
	if (set.isEverything) return `\`any any ${where}\``;
	const { phrases } = phrasesOfSet(set, snapshot.catalog);
	const placed =
		namespace === "" ? phrases : phrases.map((phrase) => inNamespace(phrase, namespace));
	const words = [...new Set(placed.map(printPhrase))].sort().map((one) => `\`${shortened(one)}\``);
	return words.length === 0 ? `more than the default policy ${where}` : wordedList(words);
}

const longestPhrase = 100;

function shortened(phrase: string): string {
	return phrase.length > longestPhrase ? `${phrase.slice(0, longestPhrase - 1)}…` : phrase;
}
