import type { EffectiveRole } from "../model/grant.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { BoundRole } from "./bound-role.ts";

/** A ClusterRole with the bindings that point to it. */
interface Bound {
	readonly role: EffectiveRole;
	readonly cluster: BoundRole[];
	readonly namespaces: Map<string, BoundRole[]>;
}

/** Bindings found by what their roles are about, for questions about everybody. */
export class BindingIndex {
	/** The bound ClusterRoles whose rules name an API group and a resource, subresources left out. */
	readonly #about = new Map<string, Map<string, Set<Bound>>>();
	readonly #aboutPaths = new Set<Bound>();
	/** RoleBindings to Roles; a namespace has few. */
	readonly #local = new Map<string, BoundRole[]>();

	constructor(bindings: readonly BoundRole[]) {
		const clusterRoles = new Map<EffectiveRole, Bound>();
		for (const one of bindings) {
			const { binding, role } = one;
			if (role === undefined) continue;
			if (role.role.kind === "Role") {
				listIn(this.#local, binding.namespace).push(one);
				continue;
			}
			let bound = clusterRoles.get(role);
			if (bound === undefined) {
				bound = { role, cluster: [], namespaces: new Map() };
				clusterRoles.set(role, bound);
				this.#file(bound);
			}
			const { cluster, namespaces } = bound;
			(binding.namespace === "" ? cluster : listIn(namespaces, binding.namespace)).push(one);
		}
	}

	/** The ClusterRoleBindings whose role allows a request, and the RoleBindings of its namespace, or of all. */
	find(
		request: Request,
		everyNamespace: boolean,
		allows: (role: EffectiveRole) => boolean,
	): readonly BoundRole[] {
		const namespace = requestNamespace(request);
		const found: BoundRole[] = [];
		for (const { role, cluster, namespaces } of this.#candidates(request)) {
			if (!allows(role)) continue;
			for (const one of cluster) found.push(one);
			for (const one of inside(namespaces, namespace, everyNamespace)) found.push(one);
		}
		for (const one of inside(this.#local, namespace, everyNamespace)) {
			if (one.role !== undefined && allows(one.role)) found.push(one);
		}
		return found;
	}

	#candidates(request: Request): ReadonlySet<Bound> {
		if (request.kind === "path") return this.#aboutPaths;
		const candidates = new Set<Bound>();
		const resource = beforeSlash(request.resource);
		for (const group of new Set([request.apiGroup, "*"])) {
			const byResource = this.#about.get(group);
			for (const bound of byResource?.get(resource) ?? []) candidates.add(bound);
			for (const bound of byResource?.get("*") ?? []) candidates.add(bound);
		}
		return candidates;
	}

	#file(bound: Bound): void {
		for (const { rule } of bound.role.rules) {
			if (rule.nonResourceURLs.length > 0) this.#aboutPaths.add(bound);
			for (const group of rule.apiGroups) {
				const byResource = this.#aboutGroup(group);
				for (const entry of rule.resources) {
					const resource = beforeSlash(entry);
					const same = byResource.get(resource);
					if (same === undefined) byResource.set(resource, new Set([bound]));
					else same.add(bound);
				}
			}
		}
	}

	#aboutGroup(group: string): Map<string, Set<Bound>> {
		let byResource = this.#about.get(group);
		if (byResource === undefined) {
			byResource = new Map();
			this.#about.set(group, byResource);
		}
		return byResource;
	}
}

/** RoleBindings that count in a namespace; with "" none do. */
function inside(
	namespaces: ReadonlyMap<string, readonly BoundRole[]>,
	namespace: string,
	everyNamespace: boolean,
): readonly BoundRole[] {
	if (everyNamespace) return [...namespaces.values()].flat();
	return namespace === "" ? [] : (namespaces.get(namespace) ?? []);
}

function beforeSlash(resource: string): string {
	const slash = resource.indexOf("/");
	return slash < 0 ? resource : resource.slice(0, slash);
}

function listIn(lists: Map<string, BoundRole[]>, key: string): BoundRole[] {
	let list = lists.get(key);
	if (list === undefined) {
		list = [];
		lists.set(key, list);
	}
	return list;
}
