import type { HeldSets } from "../answer/held-sets.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { type Changed, keysOfIdentity, type OwnSets } from "./own-sets.ts";

/** The policy after a change, for a check to be held to. `only` names those of whom it is to be asked. */
export class ChangedSets implements HeldSets {
	readonly grants: Grants;
	readonly sets: HeldSets["sets"];
	readonly #own: OwnSets;
	readonly #changed: Changed;
	readonly #onlyChanged: boolean;

	constructor(own: OwnSets, changed: Changed, onlyChanged = false) {
		this.grants = own.identities.grants;
		this.sets = own.identities.sets;
		this.#own = own;
		this.#changed = changed;
		this.#onlyChanged = onlyChanged;
	}

	of(identity: Identity): PermissionSet {
		if (identity.groups.includes(mastersGroup)) return this.sets.all;
		return this.sets.union(
			keysOfIdentity(identity).map((key) => this.#changed.subjects.get(key) ?? this.#own.of(key)),
		);
	}

	ofGroup(group: string): PermissionSet {
		return this.of({ name: "", groups: [group] });
	}

	ofRole(role: EffectiveRole): PermissionSet {
		return this.#changed.roles.get(role) ?? this.#own.identities.ofRole(role);
	}

	userNames(): readonly string[] {
		return this.#names("user:", this.grants.userNames());
	}

	groupNames(): readonly string[] {
		return this.#names("group:", this.grants.groupNames());
	}

	#names(prefix: "user:" | "group:", before: readonly string[]): readonly string[] {
		const changed = [...this.#changed.subjects.keys()]
			.filter((key) => key.startsWith(prefix))
			.map((key) => key.slice(prefix.length));
		return this.#onlyChanged ? changed : [...new Set([...before, ...changed])];
	}
}
