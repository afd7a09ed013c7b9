import { type Catalog, findResource } from "../model/catalog.ts";
import type { Side } from "../model/statement.ts";
import { type Box, disjointBoxes, type PathBox, pathBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { mergedPhrases } from "./merged-phrases.ts";
import type { Names, NamespaceTerms, Phrase, ResourceTerm, Scope, Term, Word } from "./phrase.ts";
import { sideHas } from "./side-words.ts";
import { widened } from "./widened.ts";

/** A set in phrases, and whether there is more in it than they say. */
export interface PhrasesOfSet {
	readonly phrases: readonly Phrase[];
	/** False for a set of too many parts, and for parts that no phrase can say, such as all verbs but one. */
	readonly isWhole: boolean;
}

/**
 * Phrases that say what is in a set: compiled by the same catalogue, all of them are in it, and where `isWhole` they
 * are the set. They may overlap. `most` bounds the disjoint parts a set is looked at by.
 */
export function phrasesOfSet(set: PermissionSet, catalog: Catalog, most = 100): PhrasesOfSet {
	const boxes = disjointBoxes(set, most);
	const paths = pathBoxes(set);
	if (boxes === undefined) return { phrases: [], isWhole: false };
	const asTheyAre = boxes.map((box) => boxPhrases(box, catalog));
	const ofBoxes = asTheyAre.includes(undefined)
		? widened(set, boxes).map((box) => boxPhrases(box, catalog))
		: asTheyAre;
	const ofPaths = paths.map(pathPhrase);
	const all = [...ofBoxes, ...ofPaths];
	const phrases = all.flatMap((each) => each ?? []);
	return { phrases: mergedPhrases(phrases), isWhole: !all.includes(undefined) };
}

/** A phrase that says everything of a namespace as one of that namespace. */
export function inNamespace(phrase: Phrase, namespace: string): Phrase {
	return phrase.target.kind === "paths"
		? phrase
		: { ...phrase, scope: scopeTerm("in", [namespace]) };
}

/** Undefined where no phrase says it. */
export function boxPhrases(box: Box, catalog: Catalog): readonly Phrase[] | undefined {
	const verbs = termsOf(box.verb);
	const resources = resourceTerms(box, catalog);
	if (verbs === undefined || resources === undefined) return undefined;
	return scopesOf(box.namespace).flatMap((scope) =>
		namesOf(box.name).map((names) => ({
			verbs,
			target: { kind: "resources", resources: resources.map((one) => ({ ...one, names })) },
			scope,
		})),
	);
}

/** Undefined where no phrase says it. */
export function pathPhrase({ verb, path, except }: PathBox): readonly Phrase[] | undefined {
	const verbs = termsOf(verb);
	// Only prefixes without a hole, of paths that begin as a request's do.
	const isSayable = path.text.startsWith("/") && except.length === 0;
	if (verbs === undefined || !isSayable || (!path.isPrefix && path.text.endsWith("*")))
		return undefined;
	const text = path.isPrefix ? `${path.text}*` : path.text;
	const word: Word = /[\s,|"]/.test(text) ? literal(text) : plain(text);
	return [{ verbs, target: { kind: "paths", paths: [word] }, scope: undefined }];
}

/** Words, or `any`; all but some is beyond what a phrase says of verbs and groups. */
function termsOf(side: Side): readonly Term[] | undefined {
	if ("only" in side) return side.only.map(verbTerm);
	return side.except.length === 0 ? [any] : undefined;
}

const reserved = new Set(["any", "*", "read", "write", "known"]);

function verbTerm(verb: string): Term {
	const isPlain = /^[^\s,|"()]+$/.test(verb) && !reserved.has(verb) && !verb.startsWith("verb:");
	return isPlain ? plain(verb) : literal(verb);
}

function resourceTerms(box: Box, catalog: Catalog): readonly ResourceTerm[] | undefined {
	const groups = "only" in box.apiGroup ? box.apiGroup.only : anyOf(box.apiGroup);
	const resources = "only" in box.resource ? box.resource.only : anyOf(box.resource);
	if (groups === undefined || resources === undefined) return undefined;
	const terms: ResourceTerm[] = [];
	for (const group of groups) {
		for (const resource of resources) {
			const subresources = subresourceTerms(box.subresource, resource === undefined);
			if (subresources === undefined) return undefined;
			const base = resourceTerm(group, resource, box, catalog);
			terms.push(...subresources.map((subresource) => ({ ...base, subresource })));
		}
	}
	return terms;
}

/** One entry that stands for every word; undefined when some are left out. */
function anyOf(side: Side): readonly undefined[] | undefined {
	return "except" in side && side.except.length === 0 ? [undefined] : undefined;
}

/** `any` takes its subresources along; a resource by its name does not. */
function subresourceTerms(side: Side, isAny: boolean): readonly (Term | undefined)[] | undefined {
	if ("except" in side) {
		if (side.except.length === 0) return isAny ? [undefined] : [undefined, any];
		return side.except.length === 1 && side.except[0] === "" ? [any] : undefined;
	}
	if (isAny && side.only.includes("")) return undefined;
	return side.only.map((name) => (name === "" ? undefined : wordTerm(name, /[\s,|"()]/)));
}

function resourceTerm(
	group: string | undefined,
	resource: string | undefined,
	box: Box,
	catalog: Catalog,
): ResourceTerm {
	const rest = { subresource: undefined, names: undefined, ...nowhere };
	if (resource === undefined) {
		return { resource: any, group: group === undefined ? undefined : groupTerm(group), ...rest };
	}
	if (group === undefined)
		return { resource: wordTerm(resource, resourceStops), group: any, ...rest };
	const row = catalog.resources.find((one) => one.group === group && one.resource === resource);
	const isTakenAsWritten =
		row === undefined && group !== "" && findResource(catalog, `${resource}.${group}`).length === 0;
	if (isTakenAsWritten) {
		return { resource: wordTerm(resource, resourceStops), group: groupTerm(group), ...rest };
	}
	if (row === undefined || isDecidedElsewhere(row, box)) {
		return { resource: literal(resource), group: groupTerm(group), ...rest };
	}
	const [first, ...more] = findResource(catalog, resource);
	const isPlain =
		group === "" && first?.resource === row && more.every((one) => one.resource.virtual);
	return { resource: plain(resource), group: isPlain ? undefined : groupTerm(group), ...rest };
}

const resourceStops = /[\s,|"()./]/;

/** Cluster-wide requests for Namespaces are read as those a client sends; these are taken literally. */
function isDecidedElsewhere(
	{ group, resource }: { readonly group: string; readonly resource: string },
	{ namespace }: Box,
): boolean {
	const isItself = group === "" ? resource === "namespaces" : resource === "projects";
	return isItself && sideHas(namespace, "") && "only" in namespace;
}

function groupTerm(group: string): Term {
	return group === ""
		? plain("core")
		: group === "core"
			? literal(group)
			: wordTerm(group, /[\s,|"()/]/);
}

function wordTerm(text: string, stops: RegExp): Word {
	const isPlain = text !== "" && text !== "any" && text !== "*" && !stops.test(text);
	return isPlain ? plain(text) : literal(text);
}

/** A scope says either requests without a namespace or names, so that both at once are two. */
function scopesOf(side: Side): readonly Scope[] {
	const clusterWide: Scope = { kind: "cluster-wide", ...nowhere };
	if ("except" in side) {
		if (side.except.length === 0) return [{ kind: "everywhere", ...nowhere }];
		if (!side.except.includes("")) return [scopeTerm("outside", side.except)];
		const others = side.except.filter((namespace) => namespace !== "");
		if (others.length > 0) return [scopeTerm("in", others, true)];
		return [{ kind: "in", namespaces: { kind: "every" }, ...nowhere }];
	}
	const named = side.only.filter((namespace) => namespace !== "");
	const inside = named.length === 0 ? [] : [scopeTerm("in", named)];
	return side.only.includes("") ? [clusterWide, ...inside] : inside;
}

function scopeTerm(kind: "in" | "outside", names: readonly string[], isExcept = false): Scope {
	const namespaces: NamespaceTerms = {
		kind: "listed",
		isExcept,
		namespaces: names.map((name) => wordTerm(name, /[\s,|"()[\]!*]/)),
	};
	return { kind, namespaces, ...nowhere };
}

/** `(!a)` never means a request without a name, so that "all but a" is two. */
function namesOf(side: Side): readonly (Names | undefined)[] {
	const words = (names: readonly string[]): readonly Word[] =>
		names.map((name) =>
			/[\s,|"()]/.test(name) || name === "" || name.startsWith("!") ? literal(name) : plain(name),
		);
	if ("only" in side) {
		const isNameless = side.only.length === 1 && side.only[0] === "";
		return [{ isExcept: false, names: isNameless ? [] : words(side.only) }];
	}
	if (side.except.length === 0) return [undefined];
	const except = { isExcept: true, names: words(side.except.filter((name) => name !== "")) };
	return side.except.includes("") ? [except] : [{ isExcept: false, names: [] }, except];
}

const nowhere = { column: 1, length: 0 };
const any: Term = { kind: "any", ...nowhere };

function plain(text: string): Word {
	return { kind: "word", text, ...nowhere };
}

function literal(text: string): Word {
	return { kind: "literal", text, ...nowhere };
}
