import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import { requestNamespace } from "../model/request.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { accountUserName, type Subject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { aggregateRoles, declared } from "./aggregate-roles.ts";
import { RuleIndex } from "./rule-index.ts";

/** A binding with the role it points to; `role` is undefined when the input lacks it. */
export interface BoundRole {
	readonly binding: Binding;
	readonly role: EffectiveRole | undefined;
}

/** A binding as it names one identity: through its first matching subject, as the authorizer finds it. */
export interface Match extends BoundRole {
	readonly subject: Subject;
	readonly subjectIndex: number;
}

/** The bindings that name one user or group: cluster-wide, and in each namespace. */
interface Named {
	readonly cluster: Match[];
	readonly namespaces: Map<string, Match[]>;
	clusterIndex: RuleIndex | undefined;
	readonly namespaceIndexes: Map<string, RuleIndex>;
}

/** A resolved identity: what it may do, asked often. */
export interface Permissions {
	readonly allows: (request: Request) => boolean;
}

/**
 * A snapshot ready to be asked: every binding found by whom it names, every role with its effective rules.
 * Allows is final, since rules only add; only a deny is weakened by what is missing.
 */
export class Grants {
	readonly snapshot: Snapshot;
	/** Every binding with its role, in the order of the input. */
	readonly bound: readonly BoundRole[];
	/** The bindings whose role the input lacks, in visit order. */
	readonly missing: readonly BoundRole[];
	readonly #roles: ReadonlyMap<string, EffectiveRole>;
	readonly #clusterRoles: ReadonlyMap<string, EffectiveRole>;
	readonly #users = new Map<string, Named>();
	readonly #groups = new Map<string, Named>();
	readonly #indexes = new Map<EffectiveRole, RuleIndex>();

	constructor(snapshot: Snapshot) {
		this.snapshot = snapshot;
		const clusterRoles: Role[] = [];
		const roles = new Map<string, EffectiveRole>();
		for (const role of snapshot.roles) {
			if (role.kind === "ClusterRole") clusterRoles.push(role);
			else roles.set(roleKey(role.namespace, role.name), declared(role));
		}
		this.#roles = roles;
		this.#clusterRoles = aggregateRoles(clusterRoles);
		this.bound = snapshot.bindings.map((binding) => ({ binding, role: this.#roleOf(binding) }));
		this.missing = this.bound.filter(({ role }) => role === undefined).sort(inVisitOrder);
		for (const bound of this.bound) this.#nameSubjects(bound);
	}

	/** A role with its effective rules; `namespace` is "" for a ClusterRole. */
	role(kind: Role["kind"], namespace: string, name: string): EffectiveRole | undefined {
		return kind === "ClusterRole"
			? this.#clusterRoles.get(name)
			: this.#roles.get(roleKey(namespace, name));
	}

	/** One question from plain strings; `permissionsOf` is faster for many about the same identity. */
	allows(identity: Identity, request: Request): boolean {
		const namespace = requestNamespace(request);
		const user = this.#users.get(identity.name);
		if (user !== undefined && this.#namedAllows(user, namespace, request)) return true;
		for (const group of identity.groups) {
			if (group === mastersGroup) return true;
			const named = this.#groups.get(group);
			if (named !== undefined && this.#namedAllows(named, namespace, request)) return true;
		}
		return false;
	}

	/** What an identity may do, with its bindings gathered once. */
	permissionsOf(identity: Identity): Permissions {
		if (identity.groups.includes(mastersGroup)) return { allows: () => true };
		const named = this.#namedBy(identity);
		const clusterWide = indexOf(named.flatMap((by) => by.cluster));
		const indexes = new Map<string, RuleIndex>();
		for (const by of named) {
			for (const namespace of by.namespaces.keys()) indexes.set(namespace, clusterWide);
		}
		return {
			allows: (request) => {
				const namespace = requestNamespace(request);
				let index = indexes.get(namespace);
				if (index === clusterWide) {
					index = indexOf(named.flatMap((by) => matchesIn(by, namespace)));
					indexes.set(namespace, index);
				}
				return (index ?? clusterWide).allows(request);
			},
		};
	}

	/**
	 * The bindings that count for an identity's requests in a namespace, each once, ClusterRoleBindings first, by name.
	 * With "" only ClusterRoleBindings. The authorizer visits them in no particular order inside these two groups.
	 */
	matches(identity: Identity, namespace: string): readonly Match[] {
		const first = new Map<Binding, Match>();
		for (const named of this.#namedBy(identity)) {
			for (const match of matchesIn(named, namespace)) {
				const before = first.get(match.binding);
				if (before === undefined || match.subjectIndex < before.subjectIndex) {
					first.set(match.binding, match);
				}
			}
		}
		return [...first.values()].sort(inVisitOrder);
	}

	/** The namespaces in which RoleBindings name an identity, sorted. */
	namespacesOf(identity: Identity): readonly string[] {
		const namespaces = this.#namedBy(identity).flatMap((named) => [...named.namespaces.keys()]);
		return [...new Set(namespaces)].sort();
	}

	/** Does any binding name this user (or account, by its user name)? */
	namesUser(user: string): boolean {
		return this.#users.has(user);
	}

	/** Does any binding name this group? */
	namesGroup(group: string): boolean {
		return this.#groups.has(group);
	}

	/** Every user name that a binding names, accounts among them. */
	userNames(): readonly string[] {
		return [...this.#users.keys()];
	}

	/** Every group that a binding names. */
	groupNames(): readonly string[] {
		return [...this.#groups.keys()];
	}

	/** Does one role, alone, allow a request? */
	roleAllows(role: EffectiveRole, request: Request): boolean {
		let index = this.#indexes.get(role);
		if (index === undefined) {
			index = new RuleIndex(role.rules.map((sourced) => sourced.rule));
			this.#indexes.set(role, index);
		}
		return index.allows(request);
	}

	#roleOf(binding: Binding): EffectiveRole | undefined {
		return this.role(binding.roleRef.kind, binding.namespace, binding.roleRef.name);
	}

	#nameSubjects({ binding, role }: BoundRole): void {
		binding.subjects.forEach((subject, subjectIndex) => {
			const user = userNamedBy(subject, binding.namespace);
			if (user === undefined && subject.kind !== "Group") return;
			const named =
				user === undefined ? entry(this.#groups, subject.name) : entry(this.#users, user);
			const matches =
				binding.kind === "ClusterRoleBinding" ? named.cluster : inNamespace(named, binding);
			// Only the first subject of a binding that names the same user or group can ever match.
			if (matches.at(-1)?.binding !== binding)
				matches.push({ binding, role, subject, subjectIndex });
		});
	}

	#namedBy(identity: Identity): readonly Named[] {
		const groups = identity.groups.map((group) => this.#groups.get(group));
		return [this.#users.get(identity.name), ...groups].filter((named) => named !== undefined);
	}

	#namedAllows(named: Named, namespace: string, request: Request): boolean {
		if (named.cluster.length > 0) {
			named.clusterIndex ??= indexOf(named.cluster);
			if (named.clusterIndex.allows(request)) return true;
		}
		if (namespace === "" || named.namespaces.size === 0) return false;
		let index = named.namespaceIndexes.get(namespace);
		if (index === undefined) {
			const matches = named.namespaces.get(namespace);
			if (matches === undefined) return false;
			index = indexOf(matches);
			named.namespaceIndexes.set(namespace, index);
		}
		return index.allows(request);
	}
}

/** A snapshot, indexed once and asked often. */
export function resolveGrants(snapshot: Snapshot): Grants {
	return new Grants(snapshot);
}

/**
 * The user name a subject stands for. An account of a RoleBinding without a namespace is one of the binding's
 * namespace; one of a ClusterRoleBinding without a namespace is nobody.
 */
export function userNamedBy(subject: Subject, bindingNamespace: string): string | undefined {
	switch (subject.kind) {
		case "User":
			return subject.name;
		case "Group":
			return undefined;
		case "ServiceAccount": {
			const namespace = subject.namespace || bindingNamespace;
			return namespace === "" ? undefined : accountUserName(namespace, subject.name);
		}
	}
}

function matchesIn(named: Named, namespace: string): readonly Match[] {
	const inside = namespace === "" ? undefined : named.namespaces.get(namespace);
	return inside === undefined ? named.cluster : [...named.cluster, ...inside];
}

function indexOf(matches: readonly Match[]): RuleIndex {
	const roles = new Set(matches.map((match) => match.role));
	return new RuleIndex([...roles].flatMap((role) => role?.rules.map(({ rule }) => rule) ?? []));
}

function entry(map: Map<string, Named>, key: string): Named {
	let named = map.get(key);
	if (named === undefined) {
		named = {
			cluster: [],
			namespaces: new Map(),
			clusterIndex: undefined,
			namespaceIndexes: new Map(),
		};
		map.set(key, named);
	}
	return named;
}

function inNamespace(named: Named, binding: Binding): Match[] {
	let matches = named.namespaces.get(binding.namespace);
	if (matches === undefined) {
		matches = [];
		named.namespaces.set(binding.namespace, matches);
	}
	return matches;
}

function roleKey(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}

function inVisitOrder(one: BoundRole, other: BoundRole): number {
	return (
		compareText(one.binding.kind, other.binding.kind) ||
		compareText(one.binding.namespace, other.binding.namespace) ||
		compareText(one.binding.name, other.binding.name)
	);
}
