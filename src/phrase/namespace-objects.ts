import type { Side } from "../model/statement.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { sideHas, sideWithin, sideWithout } from "./side-words.ts";

/** The parts of a request but for its namespace. */
interface Request {
	readonly apiGroup: Side;
	readonly resource: Side;
	readonly subresource: Side;
	readonly verb: Side;
	readonly name: Side;
}

/** They are about the collection; all others about one Namespace. */
const collectionVerbs = ["list", "watch", "create", "deletecollection"];

/**
 * Requests for Namespace objects (or Projects), each where the server decides it: those for one Namespace inside of
 * it, those for the collection without a namespace. No set of this kind can say "a name that is the namespace" for all
 * names, so that the known namespaces are told apart, and the others, which no RoleBinding is in, stay together.
 */
export function namespaceObjects(
	sets: PermissionSets,
	request: Request,
	known: readonly string[],
): PermissionSet {
	const { subresource, verb } = request;
	const isItself = sideHas(subresource, "");
	const collection = isItself
		? sets.resourceRequests({
				...request,
				subresource: { only: [""] },
				verb: sideWithin(verb, collectionVerbs),
				namespace: { only: [""] },
			})
		: sets.none;
	const one = isItself
		? inItself(
				sets,
				{
					...request,
					subresource: { only: [""] },
					verb: sideWithout(verb, collectionVerbs),
				},
				known,
			)
		: sets.none;
	const below = inItself(sets, { ...request, subresource: sideWithout(subresource, [""]) }, known);
	return sets.union([collection, one, below]);
}

function inItself(sets: PermissionSets, request: Request, known: readonly string[]): PermissionSet {
	const { name } = request;
	const told = new Set("only" in name ? name.only : [...known, ...name.except]);
	told.delete("");
	const each = [...told]
		.filter((namespace) => sideHas(name, namespace))
		.map((namespace) => at(sets, request, { only: [namespace] }, { only: [namespace] }));
	if ("only" in name) {
		const nameless = sideWithin(name, [""]);
		return sets.union([...each, at(sets, request, { only: [""] }, nameless)]);
	}
	const others = { except: ["", ...told] };
	return sets.union([
		...each,
		at(sets, request, others, others),
		at(sets, request, { only: [""] }, name),
	]);
}

function at(sets: PermissionSets, request: Request, namespace: Side, name: Side): PermissionSet {
	return sets.resourceRequests({ ...request, namespace, name });
}
