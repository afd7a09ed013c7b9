// A second reading of phrases, one request at a time, from docs/phrases.md alone: no sets, no shared code.
import type { CatalogResource } from "../../src/model/catalog.ts";
import type { Request, ResourceRequest } from "../../src/model/request.ts";
import type { Phrase, ResourceTerm, Scope, Term } from "../../src/phrase/phrase.ts";
import type { PhraseWorld } from "../../src/phrase/phrase-world.ts";

/** Does a phrase mean this request? Undefined where the documentation leaves it open. */
export function phraseMeans(
	phrase: Phrase,
	request: Request,
	world: PhraseWorld,
): boolean | undefined {
	if (request.kind === "path") {
		if (phrase.target.kind !== "paths") return false;
		const isAmong = phrase.target.paths.some(({ text }) =>
			text.endsWith("*")
				? request.path.startsWith(text.replace(/\*+$/, ""))
				: request.path === text,
		);
		return isAmong && phrase.verbs.some((verb) => pathVerbMeans(verb, request.verb));
	}
	if (phrase.target.kind !== "resources") return false;
	const answers = phrase.target.resources.flatMap((term) =>
		phrase.verbs.map((verb) => termMeans(phrase, verb, term, request, world)),
	);
	if (answers.includes(true)) return true;
	return answers.includes(undefined) ? undefined : false;
}

function pathVerbMeans(term: Term, verb: string): boolean {
	if (term.kind === "any") return true;
	const several: Record<string, string[]> = {
		read: ["get", "head"],
		write: ["post", "put", "patch", "delete"],
		known: ["get", "head", "options", "post", "put", "patch", "delete"],
	};
	if (term.kind === "word" && Object.hasOwn(several, term.text))
		return several[term.text]?.includes(verb) === true;
	return term.text === verb;
}

function termMeans(
	phrase: Phrase,
	verb: Term,
	term: ResourceTerm,
	request: ResourceRequest,
	world: PhraseWorld,
): boolean | undefined {
	const row = world.catalog.resources.find(
		(one) => one.group === request.apiGroup && one.resource === request.resource,
	);
	if (!isAbout(term, request, world) || !isNamed(term, request.name)) return false;
	if (!verbMeans(verb, request, row)) return false;
	const isWild = term.resource.kind === "any" || term.group?.kind === "any";
	const isOfCatalog = verb.kind === "word" && verb.text === "known";
	// A literal is looked up nowhere.
	const ofTerm = !isOfCatalog && (isWild || term.resource.kind === "literal") ? undefined : row;
	if (isNamespaceRow(ofTerm) && (phrase.scope?.kind ?? "cluster-wide") === "cluster-wide") {
		return isWhereItIsDecided(term, request, world);
	}
	if (phrase.scope !== undefined) return isInScope(phrase.scope, request.namespace, world);
	if (ofTerm !== undefined) {
		return request.namespace === (ofTerm.namespaced ? world.defaultNamespace : "");
	}
	if (request.namespace === world.defaultNamespace) return true;
	return isWild && request.namespace === "" && row !== undefined && !row.namespaced;
}

function verbMeans(
	term: Term,
	request: ResourceRequest,
	row: CatalogResource | undefined,
): boolean {
	const { verb, subresource } = request;
	if (term.kind === "any") return true;
	if (term.kind === "literal") return term.text === verb;
	if (term.text === "read") return ["get", "list", "watch"].includes(verb);
	if (term.text === "write")
		return ["create", "update", "patch", "delete", "deletecollection"].includes(verb);
	if (term.text !== "known") return term.text === verb;
	if (row === undefined) return false;
	const verbs =
		subresource === ""
			? row.verbs
			: (row.subresources.find(({ name }) => name === subresource)?.verbs ?? []);
	return verbs.includes(verb);
}

function isAbout(term: ResourceTerm, request: ResourceRequest, { catalog }: PhraseWorld): boolean {
	const { resource, group, subresource } = term;
	if (resource.kind !== "any") {
		const wanted = resource.text;
		const row =
			resource.kind === "literal"
				? undefined
				: catalog.resources.find(
						(one) =>
							(one.resource === wanted || one.shortNames.includes(wanted)) &&
							(group === undefined ||
								group.kind === "any" ||
								one.group === (group.text === "core" ? "" : group.text)),
					);
		const name = group?.kind === "any" ? wanted : (row?.resource ?? wanted);
		if (name !== request.resource) return false;
		if (group === undefined && request.apiGroup !== row?.group) return false;
	}
	if (group !== undefined && group.kind !== "any") {
		const wanted = group.kind === "word" && group.text === "core" ? "" : group.text;
		if (request.apiGroup !== wanted) return false;
	}
	if (subresource === undefined) return resource.kind === "any" || request.subresource === "";
	if (subresource.kind === "any") return request.subresource !== "";
	return request.subresource === subresource.text;
}

function isNamed({ names }: ResourceTerm, name: string): boolean {
	if (names === undefined) return true;
	const listed = names.names.map(({ text }) => text);
	if (names.isExcept) return name !== "" && !listed.includes(name);
	return listed.length === 0 ? name === "" : listed.includes(name);
}

function isInScope(scope: Scope, namespace: string, world: PhraseWorld): boolean {
	if (scope.kind === "cluster-wide") return namespace === "";
	if (scope.kind === "everywhere") return true;
	const { namespaces } = scope;
	let isIn = false;
	if (namespaces.kind === "every") isIn = namespace !== "";
	else if (namespaces.kind === "own") isIn = namespace === world.ownNamespace;
	else {
		const usual = ["default", "kube-node-lease", "kube-public", "kube-system"];
		const isListed = namespaces.namespaces.some(({ kind, text }) => {
			if (kind === "literal" || !text.includes("*")) return namespace === text;
			const isKnown = world.namespaces.includes(namespace) || usual.includes(namespace);
			const pattern = text.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
			return isKnown && new RegExp(`^${pattern.join(".*")}$`).test(namespace);
		});
		isIn = namespaces.isExcept ? namespace !== "" && !isListed : isListed;
	}
	return scope.kind === "in" ? isIn : !isIn;
}

function isNamespaceRow(row: CatalogResource | undefined): boolean {
	return row?.resource === "namespaces" && row.group === "";
}

/** One Namespace is asked about inside of itself. The unknown ones are not told apart. */
function isWhereItIsDecided(
	{ names }: ResourceTerm,
	{ verb, subresource, namespace, name }: ResourceRequest,
	world: PhraseWorld,
): boolean | undefined {
	const isCollection = ["list", "watch", "create", "deletecollection"].includes(verb);
	if (isCollection && subresource === "") return namespace === "";
	if (namespace === name) return true;
	const isOpen = names === undefined || names.isExcept;
	if (!isOpen) return false;
	if (namespace === "") return true;
	const told = [...world.namespaces, ...(names?.names ?? []).map(({ text }) => text), ""];
	return told.includes(namespace) || told.includes(name) ? false : undefined;
}
