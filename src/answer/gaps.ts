import type { Gap } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import { placeOf } from "../model/origin.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { BoundRole, Grants, Match } from "../resolve/grants.ts";
import { referenceTo, roleRefOf } from "./chain.ts";

/** What is missing that could turn a deny into an allow. */
export function gapsOf(
	grants: Grants,
	identity: Identity,
	matches: readonly Match[],
): readonly Gap[] {
	return [
		...missingRoles(matches),
		...unreadDocuments(grants.snapshot),
		...nodeAuthorizer(identity),
	];
}

/** The bindings that would count for a request in every subject's eyes, and whose role is missing. */
export function gapsForAll(
	grants: Grants,
	request: Request,
	everyNamespace: boolean,
): readonly Gap[] {
	const namespace = requestNamespace(request);
	const counting = grants.missing.filter(
		({ binding }) =>
			binding.subjects.length > 0 &&
			(binding.kind === "ClusterRoleBinding" || everyNamespace || binding.namespace === namespace),
	);
	return [...missingRoles(counting), ...unreadDocuments(grants.snapshot)];
}

function missingRoles(bound: readonly BoundRole[]): readonly Gap[] {
	return bound
		.filter(({ role }) => role === undefined)
		.map(({ binding }) => ({
			kind: "missing-role",
			binding: referenceTo(binding),
			roleRef: roleRefOf(binding),
		}));
}

function unreadDocuments(snapshot: Snapshot): readonly Gap[] {
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
