import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import { type Identity, mastersGroup } from "../model/identity.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Role } from "../model/role.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { accountUserName, type Subject } from "../model/subject.ts";
import { aggregateRoles, declared } from "./aggregate-roles.ts";
import { BindingIndex } from "./binding-index.ts";
import type { BoundRole, Match } from "./bound-role.ts";
import { inVisitOrder } from "./in-visit-order.ts";
import { NamedBindings } from "./named-bindings.ts";
import { indexAllows, RoleIndexes } from "./role-indexes.ts";
import type { RuleIndex } from "./rule-index.ts";

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
	readonly #users = new Map<string, NamedBindings>();
	readonly #groups = new Map<string, NamedBindings>();
	#lazyIndexes: RoleIndexes | undefined;
	#bindingIndex: BindingIndex | undefined;

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
		const indexes = this.#indexes();
		const asked = indexes.asked(request);
		const namespace = requestNamespace(request);
		const user = this.#users.get(identity.name);
		if (user?.allows(namespace, asked, indexes)) return true;
		for (const group of identity.groups) {
			if (group === mastersGroup) return true;
			const named = this.#groups.get(group);
			if (named?.allows(namespace, asked, indexes)) return true;
		}
		return false;
	}

	/** What an identity may do, with its bindings gathered once. */
	permissionsOf(identity: Identity): Permissions {
		if (identity.groups.includes(mastersGroup)) return { allows: () => true };
		const named = this.namedBy(identity);
		const roleIndexes = this.#indexes();
		const indexFor = (namespace: string): RuleIndex =>
			roleIndexes.merged(named.flatMap((by) => by.matchesIn(namespace)));
		const clusterWide = indexFor("");
		const indexes = new Map<string, RuleIndex | undefined>();
		for (const by of named) {
			for (const namespace of by.namespaces()) indexes.set(namespace, undefined);
		}
		const indexIn = (namespace: string): RuleIndex => {
			const index = indexes.get(namespace);
			if (index !== undefined) return index;
			if (namespace === "" || !indexes.has(namespace)) return clusterWide;
			const both = indexFor(namespace);
			indexes.set(namespace, both);
			return both;
		};
		return { allows: (request) => indexIn(requestNamespace(request)).allows(request) };
	}

	/**
	 * The bindings that count for an identity's requests in a namespace, each once, ClusterRoleBindings first, by name.
	 * With "" only ClusterRoleBindings. The authorizer visits them in no particular order inside these two groups.
	 */
	matches(identity: Identity, namespace: string): readonly Match[] {
		const first = new Map<Binding, Match>();
		for (const named of this.namedBy(identity)) {
			for (const match of named.matchesIn(namespace)) {
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
		const namespaces = this.namedBy(identity).flatMap((named) => [...named.namespaces()]);
		return [...new Set(namespaces)].sort();
	}

	/** The bindings that name an identity, by the name and by each of its groups. */
	namedBy(identity: Identity): readonly NamedBindings[] {
		const groups = identity.groups.map((group) => this.#groups.get(group));
		return [this.#users.get(identity.name), ...groups].filter((named) => named !== undefined);
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
		const indexes = this.#indexes();
		return indexAllows(indexes.of(role), indexes.asked(request));
	}

	/**
	 * Everybody's bindings whose role allows a request, in no order: all ClusterRoleBindings, and the RoleBindings of
	 * the request's namespace or of every namespace.
	 */
	allowing(request: Request, everyNamespace: boolean): readonly BoundRole[] {
		this.#bindingIndex ??= new BindingIndex(this.bound);
		const indexes = this.#indexes();
		const asked = indexes.asked(request);
		return this.#bindingIndex.find(request, everyNamespace, (role) =>
			indexAllows(indexes.of(role), asked),
		);
	}

	/** What is loaded only to be shown needs none. */
	#indexes(): RoleIndexes {
		this.#lazyIndexes ??= new RoleIndexes(this.snapshot.roles.flatMap(({ rules }) => rules));
		return this.#lazyIndexes;
	}

	#roleOf(binding: Binding): EffectiveRole | undefined {
		return this.role(binding.roleRef.kind, binding.namespace, binding.roleRef.name);
	}

	#nameSubjects({ binding, role }: BoundRole): void {
		binding.subjects.forEach((subject, subjectIndex) => {
			const user = userNamedBy(subject, binding.namespace);
			if (user === undefined && subject.kind !== "Group") return;
			const [names, name] = user === undefined ? [this.#groups, subject.name] : [this.#users, user];
			let named = names.get(name);
			if (named === undefined) {
				named = new NamedBindings();
				names.set(name, named);
			}
			named.add({ binding, role, subject, subjectIndex });
		});
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

function roleKey(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}
