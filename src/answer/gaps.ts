import type { Gap } from "../model/answer.ts";
import type { Binding } from "../model/binding.ts";
import { hides } from "../model/hides.ts";
import type { Identity } from "../model/identity.ts";
import { placeOf } from "../model/origin.ts";
import type { Snapshot, Unlisted } from "../model/snapshot.ts";
import type { Side } from "../model/statement.ts";
import type { BoundRole, Match } from "../resolve/bound-role.ts";
import type { Grants } from "../resolve/grants.ts";
import { referenceTo, roleRefOf } from "./chain.ts";

/** What is missing that could turn a deny in this namespace ("" is none) into an allow. */
export function gapsOf(
	grants: Grants,
	identity: Identity,
	namespace: string,
	matches: readonly Match[],
): readonly Gap[] {
	const { snapshot } = grants;
	return [
		...missingRoles(snapshot, matches),
		...unlistedBindings(snapshot, (unlisted) => reaches(unlisted, namespace)),
		...unreadDocuments(snapshot),
		...nodeAuthorizer(identity),
	];
}

/** What is missing that could give an identity more anywhere. */
export function gapsOfIdentity(grants: Grants, identity: Identity): readonly Gap[] {
	const { snapshot } = grants;
	const bound = grants.namedBy(identity).flatMap((named) => [...named.all()]);
	const once = new Map(bound.map((match) => [match.binding, match]));
	return [
		...missingRoles(snapshot, [...once.values()]),
		...unlistedBindings(snapshot, () => true),
		...unreadDocuments(snapshot),
		...nodeAuthorizer(identity),
	];
}

/** The same for everybody; undefined stands for every namespace. */
export function gapsForAll(grants: Grants, namespace: string | undefined): readonly Gap[] {
	const { snapshot } = grants;
	const counting = grants.missing.filter(
		({ binding }) =>
			binding.subjects.length > 0 &&
			(binding.namespace === "" || namespace === undefined || binding.namespace === namespace),
	);
	return [
		...missingRoles(snapshot, counting),
		...unlistedBindings(
			snapshot,
			(unlisted) => namespace === undefined || reaches(unlisted, namespace),
		),
		...unreadDocuments(snapshot),
	];
}

/** The same for requests in several namespaces: `asks` says whether any of them is in these, or in all but these. */
export function gapsWhere(grants: Grants, asks: (namespaces: Side) => boolean): readonly Gap[] {
	const { snapshot } = grants;
	const counting = grants.missing.filter(
		({ binding: { subjects, namespace } }) =>
			subjects.length > 0 && (namespace === "" || asks({ only: [namespace] })),
	);
	const isAsked = ({ resource, namespace, except = [] }: Unlisted): boolean =>
		resource === "clusterrolebindings" ||
		asks(namespace === "" ? { except: ["", ...except] } : { only: [namespace] });
	return [
		...missingRoles(snapshot, counting),
		...unlistedBindings(snapshot, isAsked),
		...unreadDocuments(snapshot),
	];
}

/** Does what was not listed hold ClusterRoleBindings, or RoleBindings of this namespace? */
function reaches(unlisted: Unlisted, asked: string): boolean {
	if (unlisted.resource === "clusterrolebindings") return true;
	return asked !== "" && hides(unlisted, asked);
}

function unlistedBindings(
	snapshot: Snapshot,
	counts: (unlisted: Unlisted) => boolean,
): readonly Gap[] {
	return unlistedOf(
		snapshot,
		(unlisted) =>
			(unlisted.resource === "clusterrolebindings" || unlisted.resource === "rolebindings") &&
			counts(unlisted),
	);
}

/** ClusterRoles that the cluster did not list: an aggregated one may gather them. */
export function unlistedRoles(snapshot: Snapshot): readonly Gap[] {
	return unlistedOf(snapshot, ({ resource }) => resource === "clusterroles");
}

function unlistedOf(
	{ cluster }: Snapshot,
	counts: (unlisted: Unlisted) => boolean,
): readonly Gap[] {
	if (cluster === undefined) return [];
	return cluster.unlisted.filter(counts).map(({ resource, namespace, why }) => ({
		kind: "unlisted",
		resource,
		namespace,
		context: cluster.context,
		why,
	}));
}

/** Bindings whose role is not there, though it may exist. */
export function missingRoles(snapshot: Snapshot, bound: readonly BoundRole[]): readonly Gap[] {
	return bound
		.filter(({ role, binding }) => role === undefined && mayExist(snapshot, binding))
		.map(({ binding }) => ({
			kind: "missing-role",
			binding: referenceTo(binding),
			roleRef: roleRefOf(binding),
		}));
}

/** A role missing from manifests may be in the cluster; one missing from a cluster's whole list does not exist. */
export function mayExist({ cluster }: Snapshot, { roleRef, namespace }: Binding): boolean {
	if (cluster === undefined) return true;
	const resource = roleRef.kind === "Role" ? "roles" : "clusterroles";
	return cluster.unlisted.some(
		(unlisted) =>
			unlisted.resource === resource &&
			(roleRef.kind === "ClusterRole" || hides(unlisted, namespace)),
	);
}

/** Documents that might have held a role or binding. */
export function unreadDocuments(snapshot: Snapshot): readonly Gap[] {
	return snapshot.unread.map(({ origin, why }) => ({
		kind: "unread-document",
		place: placeOf(origin),
		why,
	}));
}

/** Most clusters run the Node authorizer beside RBAC; it decides by which pods are on the node. */
function nodeAuthorizer(identity: Identity): readonly Gap[] {
	if (!identity.name.startsWith("system:node:") || !identity.groups.includes("system:nodes"))
		return [];
	const why = "the Node authorizer may allow what RBAC does not, by the pods that run on the node";
	return [{ kind: "other-authorizer", authorizer: "Node", why }];
}
