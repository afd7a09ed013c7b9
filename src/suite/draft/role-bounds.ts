import type { EffectiveRole } from "../../model/grant.ts";
import { objectName } from "../../model/object-name.ts";
import type { DraftTest, DraftWords } from "../../model/suite-draft.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { readablePhrases } from "./readable-phrases.ts";

/** A role that nobody has yet, and what it could gain and lose. */
interface Unbound {
	readonly role: EffectiveRole;
	readonly above: PermissionSet;
	readonly below: PermissionSet;
	/** The same with what checks hold already. */
	readonly reach: { readonly above: PermissionSet; readonly below: PermissionSet };
}

/** What a role gives at most, at least, or both; of one of the default policy only what the inputs add or could add. */
export function roleBoundDrafts(unbound: Unbound, world: SuiteWorld): readonly DraftTest[] {
	const { role, above, below, reach } = unbound;
	const name = objectName(role.role);
	const test = (id: string, words: Readonly<Record<string, DraftWords>>): DraftTest => ({
		...{ id, comments: [] },
		words: { role: name, ...words },
	});
	const short = role.role.name.replace(/[^A-Za-z0-9-]+/g, "-");
	if (!role.role.builtIn) {
		const phrases = few([world.identities.ofRole(role)], world);
		if (phrases === undefined) return [];
		if (below.isEmpty) return [test(`${short}-gives`, { atMost: phrases })];
		return [test(`${short}-gives`, { [above.isEmpty ? "atLeast" : "exactly"]: phrases })];
	}
	const gained = above.isEmpty ? undefined : few([reach.above], world);
	const lost = below.isEmpty ? undefined : few([reach.below], world);
	return [
		...(gained === undefined ? [] : [test(`not-in-${short}`, { deny: gained })]),
		...(lost === undefined ? [] : [test(`in-${short}`, { atLeast: lost })]),
	];
}

const most = 12;

function few(parts: readonly PermissionSet[], world: SuiteWorld): readonly string[] | undefined {
	const phrases = readablePhrases(parts, world);
	return phrases === undefined || phrases.length > most || phrases.length === 0
		? undefined
		: phrases;
}
