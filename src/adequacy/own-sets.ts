import type { HeldSets } from "../answer/held-sets.ts";
import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { Role } from "../model/role.ts";
import type { Subject } from "../model/subject.ts";
import { aggregateRoles, declared } from "../resolve/aggregate-roles.ts";
import { userNamedBy } from "../resolve/grants.ts";
import { selectorMatches } from "../resolve/label-selector.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Mutant } from "./mutant.ts";
import { put } from "./put.ts";

/** Whom a binding names: `user:` or `group:` before the name. */
export type Key = `user:${string}` | `group:${string}`;

/** What a mutant changes for those it concerns; everybody else has what they had. */
export interface Changed {
	readonly subjects: ReadonlyMap<Key, PermissionSet>;
	/** Roles as they were before, with what they give after. */
	readonly roles: ReadonlyMap<EffectiveRole, PermissionSet>;
}

/** Works out what mutants of one policy change, without resolving the whole of it again. */
export class OwnSets {
	readonly identities: HeldSets;
	readonly #byKey = new Map<Key, Binding[]>();
	readonly #byRole = new Map<string, Binding[]>();
	readonly #aggregated: readonly Role[];
	/** The ClusterRoles that are aggregated, and those that their selectors take in. */
	readonly #family: ReadonlySet<Role>;

	constructor(identities: HeldSets) {
		this.identities = identities;
		const { bound, snapshot } = identities.grants;
		for (const { binding } of bound) {
			put(this.#byRole, refKey(binding), binding);
			for (const key of keysOf(binding)) put(this.#byKey, key, binding);
		}
		this.#aggregated = snapshot.roles.filter(({ aggregation }) => aggregation !== undefined);
		this.#family = new Set(
			snapshot.roles.filter((role) => role.kind === "ClusterRole" && this.#isRelated(role)),
		);
	}

	/** What a user or a group has by the bindings that name it. */
	of(key: Key): PermissionSet {
		const name = key.slice(key.indexOf(":") + 1);
		return this.identities.of(
			key.startsWith("user:") ? { name, groups: [] } : { name: "", groups: [name] },
		);
	}

	/** Is a role given to anybody? */
	isBound({ role }: EffectiveRole): boolean {
		const bindings = this.#byRole.get(roleKey(role)) ?? [];
		return bindings.some((binding) => keysOf(binding).length > 0);
	}

	changedBy(mutant: Mutant): Changed {
		const roles = this.#changedRoles(mutant);
		const keys = this.#concerned(mutant, roles);
		// Its members may do everything, whatever is bound.
		keys.delete(`group:${mastersGroup}`);
		const subjects = new Map<Key, PermissionSet>();
		for (const key of keys) {
			const after = this.#after(key, mutant, roles);
			if (!after.equals(this.of(key))) subjects.set(key, after);
		}
		return { subjects, roles: this.#byEffectiveRole(roles) };
	}

	#concerned({ bindings }: Mutant, roles: ReadonlyMap<string, PermissionSet>): Set<Key> {
		const changed = bindings
			.flatMap(({ before, after }) => [before, after])
			.filter((binding) => binding !== undefined);
		const ofRoles = [...roles.keys()].flatMap((key) => this.#byRole.get(key) ?? []);
		return new Set([...changed, ...ofRoles].flatMap(keysOf));
	}

	#byEffectiveRole(
		changed: ReadonlyMap<string, PermissionSet>,
	): ReadonlyMap<EffectiveRole, PermissionSet> {
		const { grants } = this.identities;
		const found = new Map<EffectiveRole, PermissionSet>();
		for (const [key, set] of changed) {
			const [kind, namespace, ...name] = key.split("/");
			const role = grants.role(
				kind === "Role" ? "Role" : "ClusterRole",
				namespace ?? "",
				name.join("/"),
			);
			if (role !== undefined && !set.equals(this.identities.ofRole(role))) found.set(role, set);
		}
		return found;
	}

	/** The roles that give something else than before, by key. */
	#changedRoles({ roles }: Mutant): ReadonlyMap<string, PermissionSet> {
		const { sets } = this.identities;
		const found = new Map<string, PermissionSet>();
		for (const { before, after } of roles) {
			const role = after ?? before;
			if (role === undefined) continue;
			const rules = after === undefined ? [] : declared(after).rules.map(({ rule }) => rule);
			found.set(roleKey(role), sets.ofRules(rules));
			if ([before, after].some((one) => one !== undefined && this.#isRelated(one))) {
				for (const [name, set] of this.#aggregatedFrom(before, after))
					found.set(`ClusterRole//${name}`, set);
			}
		}
		return found;
	}

	/** Is a role aggregated, or part of one that is? */
	#isRelated({ kind, labels, aggregation }: Role): boolean {
		if (kind === "Role") return false;
		return (
			aggregation !== undefined ||
			this.#aggregated.some((role) =>
				role.aggregation?.some((selector) => selectorMatches(selector, labels)),
			)
		);
	}

	/** The aggregated roles that a changed ClusterRole is part of, before or after. */
	#aggregatedFrom(
		before: Role | undefined,
		after: Role | undefined,
	): ReadonlyMap<string, PermissionSet> {
		const { grants, sets } = this.identities;
		const others = [...this.#family].filter((role) => role !== before);
		const effective = aggregateRoles(after === undefined ? others : [...others, after]);
		const found = new Map<string, PermissionSet>();
		for (const { role, rules } of effective.values()) {
			if (role.aggregation === undefined) continue;
			const old = grants.role("ClusterRole", "", role.name)?.rules ?? [];
			const isPart = [...old, ...rules].some(
				({ declaredIn }) => declaredIn === before || declaredIn === after,
			);
			// An aggregated role's own rules count only while nothing is aggregated into it.
			if (isPart || role === after)
				found.set(role.name, sets.ofRules(rules.map(({ rule }) => rule)));
		}
		return found;
	}

	#after(key: Key, { bindings }: Mutant, roles: ReadonlyMap<string, PermissionSet>): PermissionSet {
		const gone = new Set(bindings.map(({ before }) => before));
		const kept = (this.#byKey.get(key) ?? []).filter((binding) => !gone.has(binding));
		const added = bindings.flatMap(({ after }) =>
			after !== undefined && keysOf(after).includes(key) ? [after] : [],
		);
		const { sets } = this.identities;
		const byNamespace = new Map<string, PermissionSet[]>([["", []]]);
		for (const binding of [...kept, ...added]) {
			const set = this.#roleSet(binding, roles);
			put(byNamespace, binding.kind === "ClusterRoleBinding" ? "" : binding.namespace, set);
		}
		const unions = new Map([...byNamespace].map(([name, parts]) => [name, sets.union(parts)]));
		const everywhere = unions.get("") ?? sets.none;
		unions.delete("");
		return sets.everywhereAndIn(everywhere, unions);
	}

	#roleSet(binding: Binding, changed: ReadonlyMap<string, PermissionSet>): PermissionSet {
		const { grants, sets } = this.identities;
		const after = changed.get(refKey(binding));
		if (after !== undefined) return after;
		const { kind, name } = binding.roleRef;
		const role = grants.role(kind, kind === "Role" ? binding.namespace : "", name);
		return role === undefined ? sets.none : this.identities.ofRole(role);
	}
}

/** By its name and by each of its groups; nobody has the empty name. */
export function keysOfIdentity({ name, groups }: Identity): readonly Key[] {
	const own: readonly Key[] = name === "" ? [] : [`user:${name}`];
	return [...own, ...groups.map((group): Key => `group:${group}`)];
}

/** Each user and group that a binding names, once. */
function keysOf({ subjects, namespace }: Binding): readonly Key[] {
	return [...new Set(subjects.flatMap((subject) => keyOfSubject(subject, namespace) ?? []))];
}

export function keyOfSubject(subject: Subject, namespace: string): Key | undefined {
	if (subject.kind === "Group") return `group:${subject.name}`;
	const user = userNamedBy(subject, namespace);
	return user === undefined ? undefined : `user:${user}`;
}

function roleKey({ kind, namespace, name }: Role): string {
	return `${kind}/${kind === "Role" ? namespace : ""}/${name}`;
}

function refKey({ roleRef, namespace }: Binding): string {
	return `${roleRef.kind}/${roleRef.kind === "Role" ? namespace : ""}/${roleRef.name}`;
}
