import type { KnownSubject } from "../../answer/subjects.ts";
import { objectName } from "../../model/object-name.ts";
import type { DraftWords } from "../../model/suite-draft.ts";
import type { BoundRole } from "../../resolve/bound-role.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { readablePhrases } from "./readable-phrases.ts";

/**
 * All that somebody is given: the roles of the default policy by name, and what else there is in phrases. Undefined
 * without such roles, or where the rest is too much to read.
 */
export function rolesAndPhrases(
	{ identity }: KnownSubject,
	isLeftOut: (group: string) => boolean,
	world: SuiteWorld,
): readonly DraftWords[] | undefined {
	const { sets } = world;
	const shared = sets.union(identity.groups.map((group) => world.everyone.get(group) ?? sets.none));
	const given = world.grants
		.namedBy(identity)
		.flatMap((named) => named.all())
		.filter(({ subject }) => !(subject.kind === "Group" && isLeftOut(subject.name)))
		.flatMap((bound) => givenBy(bound, shared, world));
	const setOf = (parts: readonly Given[]): PermissionSet => sets.union(parts.map(({ set }) => set));
	const roles = given.filter(({ words }) => words !== undefined);
	const rest = given.filter(({ words }) => words === undefined);
	const known = setOf(roles);
	const everywhere = setOf(rest.filter(({ isWide }) => isWide)).difference(known);
	const inside = setOf(rest.filter(({ isWide }) => !isWide));
	const phrases = readablePhrases(
		[everywhere, inside.difference(known).difference(everywhere)],
		world,
	);
	const names = new Map(
		roles.flatMap(({ words }) => (words === undefined ? [] : [[JSON.stringify(words), words]])),
	);
	const isShort = phrases !== undefined && names.size + phrases.length <= mostLines;
	return names.size > 0 && isShort ? [...names.values(), ...phrases] : undefined;
}

const mostLines = 20;

interface Given {
	readonly set: PermissionSet;
	readonly isWide: boolean;
	/** Undefined for a role that the inputs have a part in: to name it would say nothing of that. */
	readonly words: DraftWords | undefined;
}

function givenBy(
	{ binding, role }: BoundRole,
	shared: PermissionSet,
	{ identities, sets }: SuiteWorld,
): readonly Given[] {
	if (role === undefined) return [];
	const { namespace } = binding;
	const ofRole = identities.ofRole(role);
	if (binding.builtIn && ofRole.isSubsetOf(shared)) return [];
	const isWide = namespace === "";
	const isDefault = role.role.builtIn && role.rules.every(({ declaredIn }) => declaredIn.builtIn);
	const name = objectName(role.role);
	const words = isWide ? { role: name } : { role: name, in: namespace };
	const set = isWide ? ofRole : sets.inNamespace(ofRole, namespace);
	return [{ set, isWide, words: isDefault ? words : undefined }];
}
