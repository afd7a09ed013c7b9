import type { Catalog } from "../model/catalog.ts";
import type { Side } from "../model/statement.ts";
import { compareText } from "../model/text-order.ts";
import { compareVerbs } from "../model/verb-order.ts";
import { type Box, disjointBoxes, type PathBox, pathBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { anyWord } from "../sets/space.ts";
import type { Phrase, Term } from "./phrase.ts";
import { boxPhrases, pathPhrase } from "./phrases-of-set.ts";
import { printPhrase } from "./print-phrase.ts";
import { verbSets } from "./verbs-meant.ts";
import { widened } from "./widened.ts";

/** A longer line is broken where it lists verbs or names. */
const mostLetters = 98;

const mostBoxes = 2000;

/**
 * A set as phrases for a person to read and compare line by line: what holds everywhere, then what each namespace has
 * more, one resource a line, sorted, so that a grant in another namespace only adds lines. They hold the set, and
 * whatever of `within` around it makes them plainer. Undefined where phrases cannot say it.
 */
export function phraseLines(
	sets: PermissionSets,
	set: PermissionSet,
	within: PermissionSet,
	catalog: Catalog,
): readonly string[] | undefined {
	const everywhere = sets.inEveryNamespace(within);
	const shared = boxesIn(sets.inEveryNamespace(set), everywhere);
	const rest = disjointBoxes(set.difference(everywhere), mostBoxes)?.flatMap(byNamespace);
	if (shared === undefined || rest === undefined) return undefined;
	const inside = rest.map(([scope]) => JSON.stringify(scope));
	const more = [...new Set(inside)].sort(compareText).flatMap((scope) => {
		const own = rest.filter((_, i) => inside[i] === scope).map(([, box]) => box);
		const there = within.intersection(sets.resourceRequests({ namespace: JSON.parse(scope) }));
		return widened(there, own, true).map((box) => [box]);
	});
	const groups = [shared, ...more].map((boxes) => boxes.map((box) => boxPhrases(box, catalog)));
	const paths = pathBoxes(set).map((box) => pathPhrase(plainPath(sets, box, within)));
	return linesOf([...groups.flat(), ...paths]);
}

/** The boxes of a set that does not look at the namespace. */
function boxesIn(set: PermissionSet, within: PermissionSet): readonly Box[] | undefined {
	const boxes = disjointBoxes(set, mostBoxes);
	return boxes && widened(within, boxes, true);
}

/** A box for each namespace that it lists. */
function byNamespace(box: Box): readonly (readonly [scope: Side, box: Box])[] {
	const { namespace } = box;
	const scopes = "only" in namespace ? namespace.only.map((one) => ({ only: [one] })) : [namespace];
	return scopes.map((scope) => [scope, { ...box, namespace: scope }] as const);
}

/** All paths of a prefix, with every verb, where that is true as well. */
function plainPath(sets: PermissionSets, box: PathBox, within: PermissionSet): PathBox {
	const text = box.path.isPrefix ? `${box.path.text}*` : box.path.text;
	const fits = (verb: Side): boolean => sets.pathRequests(verb, [text]).isSubsetOf(within);
	const verb = fits(anyWord) ? anyWord : box.verb;
	return fits(verb) ? { ...box, verb, except: [] } : box;
}

function linesOf(found: readonly (readonly Phrase[] | undefined)[]): readonly string[] | undefined {
	const all = found.flatMap((phrases) => phrases?.flatMap(oneByOne) ?? []);
	if (found.includes(undefined)) return undefined;
	const merged = new Map<string, Phrase>();
	for (const phrase of all) {
		const key = printPhrase({ ...phrase, verbs: [] });
		const before = merged.get(key);
		merged.set(
			key,
			before === undefined ? phrase : { ...phrase, verbs: [...before.verbs, ...phrase.verbs] },
		);
	}
	return [...merged]
		.map(([key, phrase]) => ({ key: [rankOf(phrase), scopeOf(phrase), key] as const, phrase }))
		.sort(
			({ key: one }, { key: other }) =>
				one[0] - other[0] || compareText(one[1], other[1]) || compareText(one[2], other[2]),
		)
		.flatMap(({ phrase }) => broken({ ...phrase, verbs: inOrder(phrase.verbs) }));
}

/** A phrase for each resource or path. */
function oneByOne(phrase: Phrase): readonly Phrase[] {
	const { target } = phrase;
	return target.kind === "paths"
		? target.paths.map((path) => ({ ...phrase, target: { ...target, paths: [path] } }))
		: target.resources.map((one) => ({ ...phrase, target: { ...target, resources: [one] } }));
}

function inOrder(verbs: readonly Term[]): readonly Term[] {
	const isAny = verbs.find(({ kind }) => kind === "any");
	if (isAny !== undefined) return [isAny];
	const byText = new Map(verbs.map((verb) => [textOf(verb), verb]));
	return [...byText.values()].sort((one, other) => compareVerbs(textOf(one), textOf(other)));
}

function textOf(term: Term): string {
	return term.kind === "any" ? "" : term.text;
}

/** Everywhere first, paths last. */
function rankOf({ target, scope }: Phrase): number {
	if (target.kind === "paths") return 4;
	if (scope === undefined || scope.kind === "everywhere") return 0;
	if (scope.kind === "cluster-wide") return 1;
	return scope.kind === "in" && scope.namespaces.kind === "listed" && !scope.namespaces.isExcept
		? 3
		: 2;
}

function scopeOf(phrase: Phrase): string {
	return printPhrase({ ...phrase, verbs: [], target: { kind: "paths", paths: [] } });
}

/** With `read` and `write`, then in halves until each is short enough or cannot be made shorter. */
function broken(phrase: Phrase): readonly string[] {
	const line = printPhrase(phrase);
	if (line.length <= mostLetters) return [line];
	const isOfPaths = phrase.target.kind === "paths";
	const shorter = isOfPaths ? phrase : { ...phrase, verbs: inSets(phrase.verbs) };
	if (shorter.verbs.length < phrase.verbs.length) return broken(shorter);
	const { verbs, target } = phrase;
	const [resource] = target.kind === "resources" ? target.resources : [];
	const { names } = resource ?? {};
	if (resource !== undefined && names !== undefined && !names.isExcept && names.names.length > 1) {
		return halves(names.names).flatMap((some) => {
			const half = { ...resource, names: { ...names, names: some } };
			return broken({ ...phrase, target: { kind: "resources", resources: [half] } });
		});
	}
	if (verbs.length <= 1) return [line];
	return halves(verbs).flatMap((some) => broken({ ...phrase, verbs: some }));
}

function inSets(verbs: readonly Term[]): readonly Term[] {
	let rest = verbs;
	const found: Term[] = [];
	for (const [word, members] of verbSets.resources) {
		const isOne = (term: Term): boolean => members.includes(textOf(term));
		if (rest.filter(isOne).length < members.length) continue;
		rest = rest.filter((term) => !isOne(term));
		found.push({ kind: "word", text: word, column: 1, length: 0 });
	}
	return [...found, ...rest];
}

function halves<T>(list: readonly T[]): readonly (readonly T[])[] {
	const middle = Math.ceil(list.length / 2);
	return [list.slice(0, middle), list.slice(middle)];
}
