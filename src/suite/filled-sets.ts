import type { HeldSets } from "../answer/held-sets.ts";
import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { Identity } from "../model/identity.ts";
import type { Grants } from "../resolve/grants.ts";
import type { PermissionSet } from "../sets/permission-set.ts";

/** Does the role of a binding, which is missing, give everything? */
export type IsFilled = (binding: Binding) => boolean;

/** What identities would hold if some of the roles that are missing gave everything. */
export class FilledSets implements HeldSets {
	readonly grants: Grants;
	readonly sets: HeldSets["sets"];
	readonly #held: HeldSets;
	readonly #isFilled: IsFilled;

	constructor(held: HeldSets, isFilled: IsFilled) {
		this.grants = held.grants;
		this.sets = held.sets;
		this.#held = held;
		this.#isFilled = isFilled;
	}

	of(identity: Identity): PermissionSet {
		const given = this.filledFor(identity).map(({ kind, namespace }) =>
			kind === "ClusterRoleBinding"
				? this.sets.all
				: this.sets.inNamespace(this.sets.all, namespace),
		);
		const known = this.#held.of(identity);
		return given.length === 0 ? known : this.sets.union([known, ...given]);
	}

	ofGroup(group: string): PermissionSet {
		return this.of({ name: "", groups: [group] });
	}

	ofRole(role: EffectiveRole): PermissionSet {
		return this.#held.ofRole(role);
	}

	userNames(): readonly string[] {
		return this.#held.userNames();
	}

	groupNames(): readonly string[] {
		return this.#held.groupNames();
	}

	/** The bindings that give an identity everything, since nobody knows what they give. */
	filledFor(identity: Identity): readonly Binding[] {
		return this.grants
			.namedBy(identity)
			.flatMap((named) => named.all())
			.filter(({ role, binding }) => role === undefined && this.#isFilled(binding))
			.map(({ binding }) => binding);
	}

	/** The same roles filled on another side. */
	alike(held: HeldSets): FilledSets {
		return new FilledSets(held, this.#isFilled);
	}
}
