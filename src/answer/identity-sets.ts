import type { EffectiveRole } from "../model/grant.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { BoundRole } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import type { NamedBindings } from "../resolve/named-bindings.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import type { HeldSets } from "./held-sets.ts";

/** What the identities of a snapshot may do, as sets; worked out when asked for, and once. */
export class IdentitySets implements HeldSets {
	readonly grants: Grants;
	readonly sets: PermissionSets;
	readonly #base: IdentitySets | undefined;
	readonly #roles = new Map<EffectiveRole, PermissionSet>();
	readonly #named = new Map<NamedBindings, PermissionSet>();

	/** `base`: those of a policy that is nearly the same; roles that did not change are not worked out again. */
	constructor(grants: Grants, sets: PermissionSets, base?: IdentitySets) {
		this.grants = grants;
		this.sets = sets;
		this.#base = base;
	}

	of(identity: Identity): PermissionSet {
		if (identity.groups.includes(mastersGroup)) return this.sets.all;
		return this.sets.union(this.grants.namedBy(identity).map((named) => this.#ofNamed(named)));
	}

	ofGroup(group: string): PermissionSet {
		return this.of({ name: "", groups: [group] });
	}

	ofRole(role: EffectiveRole): PermissionSet {
		let set = this.#roles.get(role);
		if (set === undefined) {
			set = this.#ofUnchanged(role) ?? this.sets.ofRules(role.rules.map(({ rule }) => rule));
			this.#roles.set(role, set);
		}
		return set;
	}

	userNames(): readonly string[] {
		return this.grants.userNames();
	}

	groupNames(): readonly string[] {
		return this.grants.groupNames();
	}

	#ofUnchanged({ role, rules }: EffectiveRole): PermissionSet | undefined {
		const before = this.#base?.grants.role(role.kind, role.namespace, role.name);
		const isSame =
			before?.rules.length === rules.length &&
			rules.every(({ rule }, index) => rule === before.rules[index]?.rule);
		return isSame ? this.#base?.ofRole(before) : undefined;
	}

	#ofNamed(named: NamedBindings): PermissionSet {
		let set = this.#named.get(named);
		if (set === undefined) {
			const inside = [...named.namespaces()].map(
				(namespace) => [namespace, this.#ofRoles(named.matchesOf(namespace))] as const,
			);
			set = this.sets.everywhereAndIn(this.#ofRoles(named.matchesOf("")), new Map(inside));
			this.#named.set(named, set);
		}
		return set;
	}

	/** A binding whose role is missing gives nothing that we know of. */
	#ofRoles(bindings: readonly BoundRole[]): PermissionSet {
		const roles = bindings.map(({ role }) => role).filter((role) => role !== undefined);
		return this.sets.union(roles.map((role) => this.ofRole(role)));
	}
}
