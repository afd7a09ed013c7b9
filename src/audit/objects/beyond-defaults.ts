import type { Role } from "../../model/role.ts";
import { phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import { wordedList } from "./worded-list.ts";

/** What the default policy gives somebody everywhere, by bindings that name the user or group itself. */
export function defaultSetOf(
	world: AuditWorld,
	kind: "User" | "Group",
	name: string,
): PermissionSet {
	const { defaults, identities, defaultRole } = world;
	const rules = defaults.bindings.flatMap(({ roleRef, subjects, namespace }) => {
		const isNamed = subjects.some((one) => one.kind === kind && one.name === name);
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

/** A few phrases of a set for a message: `` `list secrets` and `get pods` ``; "" where no phrase says it. */
export function wordsOfSet(set: PermissionSet, { snapshot }: AuditWorld): string {
	if (set.isEverything) return "`any any`";
	const { phrases } = phrasesOfSet(set, snapshot.catalog);
	return wordedList([...new Set(phrases.map(printPhrase))].sort().map((one) => `\`${one}\``));
}
