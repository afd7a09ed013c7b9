import type { CatalogResource } from "../../model/catalog.ts";
import { compilePhrase } from "../../phrase/compile-phrase.ts";
import type { Phrase, ResourceTerm, Scope, Word } from "../../phrase/phrase.ts";
import { phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { linesOf, withoutGroups } from "./readable-phrases.ts";

/**
 * What lies just outside of what somebody may do, in phrases: a sibling verb, a sibling resource, a subresource,
 * another name, another namespace. `parts` are together what they are given.
 */
export function nearMisses(
	parts: readonly PermissionSet[],
	{ whole, shared, denied }: Around,
	world: SuiteWorld,
): readonly string[] {
	const named = parts.flatMap((part) =>
		phrasesOfSet(part, world.phrases.catalog, 200).phrases.flatMap(namedParts),
	);
	const found: string[] = [];
	const elsewhere = nothingElsewhere(whole.difference(shared), named, world);
	let told = elsewhere === undefined ? denied : denied.union(elsewhere.set);
	for (const neighbours of [otherVerbs, siblings, subresources, otherNames, otherNamespaces]) {
		const atoms = named
			.flatMap((part) => neighbours(part, world))
			.filter((phrase) => isOutside(phrase, whole, told, world));
		const lines = linesOf(widest(atoms, world).map((phrase) => withoutGroups(phrase, world))).slice(
			0,
			mostOfAKind,
		);
		told = told.union(world.sets.union(lines.map((line) => setOf(line, world) ?? world.sets.none)));
		found.push(...lines.map(printPhrase));
	}
	return elsewhere === undefined ? found : [...found, elsewhere.phrase];
}

/** What decides whether something is outside. */
interface Around {
	/** All that they may do. */
	readonly whole: PermissionSet;
	/** What everybody may do, which is not held against anybody where a phrase says `any`. */
	readonly shared: PermissionSet;
	/** What other tests deny already. */
	readonly denied: PermissionSet;
}

const mostOfAKind = 2;

/** `any any outside payments`, for whoever has nothing there. */
function nothingElsewhere(
	has: PermissionSet,
	parts: readonly Part[],
	{ sets }: SuiteWorld,
): { readonly phrase: string; readonly set: PermissionSet } | undefined {
	const inside = new Map<string, Word>();
	for (const { scope } of parts) {
		if (scope.kind !== "in" || scope.namespaces.kind !== "listed" || scope.namespaces.isExcept) {
			return undefined;
		}
		for (const one of scope.namespaces.namespaces) inside.set(one.text, one);
	}
	const set = sets.resourceRequests({ namespace: { except: [...inside.keys()].sort() } });
	if (inside.size === 0 || inside.size > mostNamespaces || has.meets(set)) return undefined;
	const any = { kind: "any", column: 1, length: 0 } as const;
	const namespaces = { kind: "listed", isExcept: false, namespaces: [...inside.values()] } as const;
	const resource = { resource: any, group: undefined, subresource: undefined, names: undefined };
	const phrase = printPhrase({
		verbs: [any],
		target: { kind: "resources", resources: [{ ...resource, column: 1, length: 0 }] },
		scope: { kind: "outside", namespaces, column: 1, length: 0 },
	});
	return { phrase, set };
}

const mostNamespaces = 6;

/** Some verbs on one resource that is called by its name. */
interface Part {
	readonly verbs: readonly string[];
	readonly term: ResourceTerm;
	readonly resource: string;
	readonly scope: Scope;
}

function namedParts({ verbs, target, scope }: Phrase): readonly Part[] {
	if (target.kind === "paths" || scope === undefined) return [];
	const words = verbs.flatMap((verb) => (verb.kind === "any" ? [] : [verb.text]));
	if (words.length < verbs.length) return [];
	return target.resources.flatMap((term) =>
		term.resource.kind === "word"
			? [{ verbs: words, term, resource: term.resource.text, scope }]
			: [],
	);
}

function isOutside(
	phrase: Phrase,
	has: PermissionSet,
	told: PermissionSet,
	world: SuiteWorld,
): boolean {
	const set = setOf(phrase, world);
	if (set === undefined || has.meets(set)) return false;
	// An empty set is a subset too: what cannot be requested is not worth a line.
	return !world.requestable.effectiveOf(set).isSubsetOf(told);
}

/** Without those that another holds. */
function widest(phrases: readonly Phrase[], world: SuiteWorld): readonly Phrase[] {
	const all = phrases.map((phrase) => ({ phrase, set: setOf(phrase, world) ?? world.sets.none }));
	return all
		.filter(({ set }) => !all.some((other) => !other.set.equals(set) && set.isSubsetOf(other.set)))
		.map(({ phrase }) => phrase);
}

/** Undefined for a phrase that a suite would be warned of. */
function setOf(phrase: Phrase, world: SuiteWorld): PermissionSet | undefined {
	const compiled = compilePhrase(world.sets, phrase, world.phrases);
	return "error" in compiled || compiled.warnings.length > 0 ? undefined : compiled.set;
}

function atom(verb: string, term: ResourceTerm, scope: Scope): Phrase {
	return { verbs: [word(verb)], target: { kind: "resources", resources: [term] }, scope };
}

function word(text: string): Word {
	return { kind: "word", text, column: 1, length: 0 };
}

const changing = ["create", "update", "patch", "delete"];
const looking = ["get", "list", "watch"];

/** Whoever only looks may not change, and whoever only changes may not look. */
function otherVerbs({ term, resource, scope }: Part, world: SuiteWorld): readonly Phrase[] {
	if (term.subresource !== undefined || term.names !== undefined) return [];
	const row = rowOf(term, resource, world);
	return [...changing, ...looking]
		.filter((verb) => row?.verbs.includes(verb) === true)
		.map((verb) => atom(verb, term, scope));
}

const siblingOf: ReadonlyMap<string, string> = new Map([
	["configmaps", "secrets"],
	["secrets", "configmaps"],
	["deployments", "daemonsets"],
	["statefulsets", "deployments"],
	["daemonsets", "deployments"],
	["jobs", "cronjobs"],
	["roles", "rolebindings"],
	["rolebindings", "roles"],
	["clusterroles", "clusterrolebindings"],
	["ingresses", "networkpolicies"],
]);

function siblings({ verbs, term, resource, scope }: Part, world: SuiteWorld): readonly Phrase[] {
	const sibling = siblingOf.get(resource);
	const row = rowOf(term, resource, world);
	if (sibling === undefined || row === undefined || term.subresource !== undefined) return [];
	const other = { ...term, resource: word(sibling), names: undefined };
	return [...verbs, ...looking].map((verb) => atom(verb, other, scope));
}

const telling: ReadonlyMap<string, readonly (readonly [verb: string, subresource: string])[]> =
	new Map([
		[
			"pods",
			[
				["create", "exec"],
				["create", "attach"],
				["get", "log"],
			],
		],
		["serviceaccounts", [["create", "token"]]],
		["nodes", [["get", "proxy"]]],
		["services", [["get", "proxy"]]],
		["deployments", [["patch", "scale"]]],
		["statefulsets", [["patch", "scale"]]],
		["namespaces", [["update", "finalize"]]],
	] as const);

/** A rule about a resource says nothing of its subresources. */
function subresources({ term, resource, scope }: Part): readonly Phrase[] {
	if (term.subresource !== undefined || term.names !== undefined) return [];
	return (telling.get(resource) ?? []).map(([verb, subresource]) =>
		atom(verb, { ...term, subresource: word(subresource) }, scope),
	);
}

const mostNames = 4;

/** `get secrets(db)` is not `get secrets(!db)`. */
function otherNames({ verbs, term, scope }: Part): readonly Phrase[] {
	const { names } = term;
	if (names === undefined || names.isExcept || names.names.length === 0) return [];
	if (names.names.length > mostNames) return [];
	return verbs.map((verb) => atom(verb, { ...term, names: { ...names, isExcept: true } }, scope));
}

function otherNamespaces({ verbs, term, scope }: Part): readonly Phrase[] {
	if (scope.kind !== "in" || scope.namespaces.kind !== "listed" || scope.namespaces.isExcept) {
		return [];
	}
	const outside: Scope = { ...scope, kind: "outside" };
	return verbs.map((verb) => atom(verb, { ...term, names: undefined }, outside));
}

function rowOf(
	{ group }: ResourceTerm,
	resource: string,
	{ phrases }: SuiteWorld,
): CatalogResource | undefined {
	const name = group === undefined || group.kind === "any" ? "" : group.text;
	return phrases.catalog.resources.find(
		(row) => row.resource === resource && row.group === (name === "core" ? "" : name),
	);
}
