import { isNamespaceItself, placeOfCheck } from "../model/deciding-namespace.ts";
import { namespaceWarnings } from "../model/namespace-warnings.ts";
import { nearest } from "../model/nearest.ts";
import type { Request, ResourceRequest } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { pathVerbs, verbWarnings } from "../model/verb-warnings.ts";
import { afterSlash, type ObjectPart } from "./after-slash.ts";
import { type NamedResource, namedResource } from "./named-resource.ts";

/** A question in a user's words, as kubectl would take them. */
export interface QuestionWords {
	readonly verb: string;
	/** `pods`, `deployments.apps/scale`, `pods/web-0`, `/healthz`. */
	readonly target: string;
	readonly name?: string;
	readonly subresource?: string;
	/** `-n`; `default` unless said, as kubectl has it. */
	readonly namespace?: string;
	/** Where a question without a namespace is asked: the kubeconfig context's; `default` otherwise. */
	readonly usualNamespace?: string;
	/** `-A`: the request of a client that asks without a namespace. */
	readonly allNamespaces?: boolean;
}

/** The request a real client would send, and what to say about how the words were read. */
export interface Question {
	readonly request: Request;
	readonly notes: readonly string[];
	/** Nothing of this name exists; an error where the user wants strictness. */
	readonly warnings: readonly string[];
}

export type Asked = Question | { readonly error: string };

/**
 * Words into the request a real client would send: cluster-scoped resources carry no namespace, a Namespace carries
 * its own, a create or deletecollection carries no name.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go
 */
export function questionOf(snapshot: Snapshot, words: QuestionWords): Asked {
	const { target } = words;
	if (target.startsWith("/")) return pathQuestion(words);
	const slash = target.indexOf("/");
	const typed = slash < 0 ? target : target.slice(0, slash);
	const rest = slash < 0 ? undefined : target.slice(slash + 1);
	if (typed === "") return { error: "expected a resource such as `pods`, found nothing" };
	const found = namedResource(snapshot, typed);
	const parts = afterSlash(found, rest, words);
	if ("error" in parts) return parts;
	return resourceQuestion(snapshot, words, found, parts);
}

function pathQuestion({ verb, target, name, subresource }: QuestionWords): Asked {
	if (subresource !== undefined)
		return { error: "a path has no subresource: leave out --subresource" };
	if (name !== undefined)
		return { error: `a path has no name: expected nothing after \`${target}\`` };
	const hint = pathVerbs.includes(verb) ? undefined : nearest(verb, pathVerbs);
	const meant = hint === undefined ? "" : `; did you mean \`${hint}\`?`;
	const warnings = pathVerbs.includes(verb)
		? []
		: [`\`${verb}\` is not the verb of a path${meant}`];
	return { request: { kind: "path", verb, path: target }, notes: [], warnings };
}

function resourceQuestion(
	snapshot: Snapshot,
	words: QuestionWords,
	found: NamedResource,
	parts: ObjectPart,
): Question {
	const { verb } = words;
	const named = sentName(verb, parts);
	const scope = scopeOf(snapshot, words, found, named.name);
	const request: ResourceRequest = {
		kind: "resource",
		verb,
		apiGroup: found.group,
		resource: found.resource,
		subresource: parts.subresource,
		namespace: scope.namespace,
		name: named.name,
	};
	return {
		request,
		notes: [...found.notes, ...parts.notes, ...named.notes, ...scope.notes],
		warnings: [
			...found.warnings,
			...parts.warnings,
			...verbWarnings(request, found.row),
			...scope.warnings,
		],
	};
}

/** The name a client's request carries: none for a create by POST and for deletecollection. */
function sentName(
	verb: string,
	{ name, subresource }: ObjectPart,
): { readonly name: string; readonly notes: readonly string[] } {
	if (name === "") return { name, notes: [] };
	if (verb === "create" && subresource === "") {
		const note =
			"a create by POST carries no name, so none is asked; a PUT or server-side apply that creates carries it";
		return { name: "", notes: [note] };
	}
	if (verb === "deletecollection") {
		return { name: "", notes: ["a deletecollection carries no name, so none is asked"] };
	}
	if (verb === "list" || verb === "watch") {
		return { name, notes: [`asked with the field selector metadata.name=${name}`] };
	}
	return { name, notes: [] };
}

interface Scope {
	readonly namespace: string;
	readonly notes: readonly string[];
	readonly warnings: readonly string[];
}

/** Requests that carry a Namespace's own name as their namespace. */
const ownNamespaceVerbs = new Set(["list", "watch", "create", "deletecollection"]);

function scopeOf(
	snapshot: Snapshot,
	words: QuestionWords,
	found: NamedResource,
	name: string,
): Scope {
	const { row, resource, group } = found;
	const isNamespace = isNamespaceItself(group, resource);
	if (isNamespace && name !== "" && !ownNamespaceVerbs.has(words.verb)) {
		const note = `a request for ${resource}/${name} is decided in namespace ${name}: its RoleBindings count`;
		return { namespace: name, notes: [note], warnings: namespaceWarnings(snapshot, name) };
	}
	const place = placeOfCheck(words.verb, group, resource);
	if (place !== undefined) return checkScope(snapshot, words, resource, place);
	if (row !== undefined && !row.namespaced) {
		const note = `${resource} is cluster-scoped: asked without a namespace`;
		return { namespace: "", notes: words.namespace === undefined ? [] : [note], warnings: [] };
	}
	if (words.allNamespaces === true) return { namespace: "", notes: [], warnings: [] };
	const namespace = words.namespace ?? words.usualNamespace ?? "default";
	// Of a misspelled resource there is nothing more to say.
	const isOnlyNamed = row === undefined && resource !== "*" && found.warnings.length === 0;
	if (words.namespace === undefined && isOnlyNamed) {
		const note = `nobody says whether ${resource} belong to namespaces: asked in namespace ${namespace}, with -A without one`;
		return { namespace, notes: [note], warnings: [] };
	}
	const isAssumed = words.namespace === undefined && !snapshot.namespaces.includes(namespace);
	const note = `asked in namespace ${namespace}, of which the input says nothing: -n names another`;
	const warnings = namespaceWarnings(snapshot, namespace);
	return { namespace, notes: isAssumed ? [note] : [], warnings };
}

/** The scope of a check that the server makes for an object of a namespace. */
function checkScope(
	snapshot: Snapshot,
	{ verb, namespace, allNamespaces }: QuestionWords,
	resource: string,
	place: string,
): Scope {
	const says = `\`${verb}\` of ${resource} is checked in the namespace of the ${place}`;
	if (namespace === undefined) {
		const note = `${says}: asked without one; -n names it`;
		return { namespace: "", notes: allNamespaces === true ? [] : [note], warnings: [] };
	}
	const warnings = namespaceWarnings(snapshot, namespace);
	return { namespace, notes: [`${says}: asked in ${namespace}`], warnings };
}
