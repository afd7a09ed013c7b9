import { compilePhrase } from "../../phrase/compile-phrase.ts";
import { mergedPhrases } from "../../phrase/merged-phrases.ts";
import type { Phrase, ResourceTerm, Target, Term } from "../../phrase/phrase.ts";
import { phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";

/**
 * A set in phrases that a suite may hold: no longer than a line, and without a word that the suite would be warned of.
 * `parts` are together the set, each told by itself. Undefined where phrases cannot say all of it.
 */
export function readablePhrases(
	parts: readonly PermissionSet[],
	world: SuiteWorld,
): readonly string[] | undefined {
	const told = parts.map((part) => phrasesOfSet(part, world.phrases.catalog, mostParts));
	if (told.some(({ isWhole }) => !isWhole)) return undefined;
	const short = told.flatMap(({ phrases }) => phrases.map((one) => withoutGroups(one, world)));
	const lines = linesOf(short).map((phrase) => soundPhrase(phrase, world));
	const said = lines.flatMap((phrase) => {
		const compiled = phrase && compilePhrase(world.sets, phrase, world.phrases);
		return compiled === undefined || "error" in compiled ? [] : [compiled.set];
	});
	if (!world.sets.union(said).equals(world.sets.union(parts))) return undefined;
	return lines.flatMap((phrase) => (phrase === undefined ? [] : [printPhrase(phrase)]));
}

const mostParts = 400;

/** Phrases as lines: what can be said together is, verbs in their usual order, and no line is too long. */
export function linesOf(phrases: readonly Phrase[]): readonly Phrase[] {
	return mergedPhrases(phrases).flatMap((phrase) => {
		const verbs = phrase.target.kind === "paths" ? phrase.verbs : verbsInOrder(phrase.verbs);
		return shortened({ ...phrase, verbs });
	});
}

/** Words that nobody would type are taken literally, so that they are no slips. */
function soundPhrase(phrase: Phrase, world: SuiteWorld): Phrase | undefined {
	const { target } = phrase;
	const verbs = phrase.verbs.map(literal);
	const variants: readonly Phrase[] =
		target.kind === "paths"
			? [phrase, { ...phrase, verbs }]
			: [
					phrase,
					{ ...phrase, verbs },
					{ ...phrase, target: { ...target, resources: target.resources.map(literalResource) } },
					{
						...phrase,
						verbs,
						target: { ...target, resources: target.resources.map(literalResource) },
					},
				];
	return variants.find((variant) => {
		const compiled = compilePhrase(world.sets, variant, world.phrases);
		return !("error" in compiled) && compiled.warnings.length === 0;
	});
}

function literal(term: Term): Term {
	return term.kind === "word" ? { ...term, kind: "literal" } : term;
}

function literalResource(term: ResourceTerm): ResourceTerm {
	if (term.resource.kind === "any" || term.group?.kind === "any") return term;
	const group = term.group ?? { kind: "word", text: "core", column: 1, length: 0 };
	return { ...term, group, resource: literal(term.resource) };
}

/** `rolebindings` for `rolebindings.rbac.authorization.k8s.io`, where no other group has them. */
export function withoutGroups(phrase: Phrase, world: SuiteWorld): Phrase {
	const { target } = phrase;
	if (target.kind === "paths") return phrase;
	const resources = target.resources.map((term) => {
		const short = { ...term, group: undefined };
		const [one, other] = [term, short].map((each) =>
			compilePhrase(
				world.sets,
				{ ...phrase, target: { ...target, resources: [each] } },
				world.phrases,
			),
		);
		if (one === undefined || other === undefined || "error" in one || "error" in other) return term;
		const isSame = other.set.equals(one.set) && other.warnings.length <= one.warnings.length;
		return isSame ? short : term;
	});
	return { ...phrase, target: { ...target, resources } };
}

const order = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
const reading = order.slice(0, 3);
const writing = order.slice(3);

function verbsInOrder(verbs: readonly Term[]): readonly Term[] {
	const rank = (term: Term): number => {
		const at = term.kind === "word" ? order.indexOf(term.text) : -1;
		return at === -1 ? order.length : at;
	};
	const sorted = verbs.toSorted((one, other) => rank(one) - rank(other));
	return grouped(grouped(sorted, "read", reading), "write", writing);
}

/** `read` for get, list and watch. */
function grouped(
	verbs: readonly Term[],
	name: string,
	members: readonly string[],
): readonly Term[] {
	const isMember = (term: Term): boolean => term.kind === "word" && members.includes(term.text);
	if (verbs.filter(isMember).length < members.length) return verbs;
	const word: Term = { kind: "word", text: name, column: 1, length: 0 };
	const first = verbs.findIndex(isMember);
	return verbs.flatMap((term, index) => (index === first ? [word] : isMember(term) ? [] : [term]));
}

const widest = 100;

function shortened(phrase: Phrase): readonly Phrase[] {
	if (printPhrase(phrase).length <= widest) return [phrase];
	const halves = halvesOf(phrase.target);
	return halves.length < 2
		? [phrase]
		: halves.flatMap((target) => shortened({ ...phrase, target }));
}

function halvesOf(target: Target): readonly Target[] {
	if (target.kind === "paths") {
		return halved(target.paths).map((paths) => ({ kind: "paths", paths }));
	}
	const [first] = target.resources;
	const names = target.resources.length === 1 ? first?.names : undefined;
	if (first === undefined || names === undefined || names.isExcept) {
		return halved(target.resources).map((resources) => ({ kind: "resources", resources }));
	}
	return halved(names.names).map((half) => ({
		kind: "resources",
		resources: [{ ...first, names: { ...names, names: half } }],
	}));
}

function halved<T>(items: readonly T[]): readonly (readonly T[])[] {
	if (items.length < 2) return [items];
	const middle = Math.ceil(items.length / 2);
	return [items.slice(0, middle), items.slice(middle)];
}
