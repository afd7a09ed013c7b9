import { globMatches } from "../model/glob-matches.ts";
import type { Side } from "../model/statement.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import type { ResourceSides } from "../sets/products.ts";

/** What a request has to be like; stars stand for any text. */
export interface RequestPatterns {
	readonly verb?: string;
	/** `secrets`, `deployments*.apps`, `pods/*`, or a path. */
	readonly resource?: string;
	readonly namespace?: string;
}

/** The requests that match, as far as the other sets can tell them apart. */
export function requestsMatching(
	sets: PermissionSets,
	{ verb, resource, namespace }: RequestPatterns,
): PermissionSet {
	const verbs = sideOf(sets, verb ?? "*");
	if (resource?.startsWith("/") === true) {
		return namespace === undefined ? sets.pathRequests(verbs, [resource]) : sets.none;
	}
	const requests = sets.resourceRequests({
		verb: verbs,
		...(resource !== undefined && resourceSides(sets, resource)),
		...(namespace !== undefined && { namespace: namedSide(sets, namespace) }),
	});
	const isAboutPaths = resource === undefined && namespace === undefined;
	return isAboutPaths ? requests.union(sets.pathRequests(verbs, ["*"])) : requests;
}

/** `deployments.apps/scale`; a star behind the name takes subresources in, a group that is not named may be any. */
function resourceSides(sets: PermissionSets, pattern: string): ResourceSides {
	const [, name = "", group, subresource] =
		/^([^./]*)(?:\.([^/]*))?(?:\/(.*))?$/s.exec(pattern) ?? [];
	return {
		resource: sideOf(sets, name),
		...(group !== undefined && { apiGroup: sideOf(sets, group) }),
		subresource:
			subresource === undefined
				? sideOf(sets, name.endsWith("*") ? "*" : "")
				: namedSide(sets, subresource),
	};
}

/** The words that match but for "", which is no namespace and no subresource. */
function namedSide(sets: PermissionSets, pattern: string): Side {
	const side = sideOf(sets, pattern);
	if ("except" in side) return { except: [...side.except, ""] };
	return { only: side.only.filter((word) => word !== "") };
}

/** Of the words that match, those that a set names, and one that stands for all that none does. */
function sideOf({ space }: PermissionSets, pattern: string): Side {
	if (pattern === "*") return { except: [] };
	if (!pattern.includes("*")) return { only: [pattern] };
	const known = space.words.filter((word) => globMatches(pattern, word));
	return { only: [...known, pattern.replaceAll("*", unnamed)] };
}

/** No word of Kubernetes holds it. */
const unnamed = "\u0000";
