import { compilePhrase } from "../../phrase/compile-phrase.ts";
import { mergedPhrases } from "../../phrase/merged-phrases.ts";
import type { Phrase, ResourceTerm, Term } from "../../phrase/phrase.ts";
import { phrasesOfSet } from "../../phrase/phrases-of-set.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";

/**
 * A set in phrases that a suite may hold: no longer than a line, and without a word that the suite would be warned of.
 * Undefined where phrases cannot say all of it.
 */
export function readablePhrases(
	set: PermissionSet,
	world: SuiteWorld,
): readonly string[] | undefined {
	const { phrases, isWhole } = phrasesOfSet(set, world.phrases.catalog, mostParts);
	if (!isWhole) return undefined;
	const sound = phrases.map((phrase) => soundPhrase(phrase, world));
	if (sound.includes(undefined)) return undefined;
	const lines = linesOf(sound.flatMap((phrase) => (phrase ? withoutGroups(phrase, world) : [])));
	const said = lines.flatMap((phrase) => {
		const compiled = compilePhrase(world.sets, phrase, world.phrases);
		return "error" in compiled ? [] : [compiled.set];
	});
	return world.sets.union(said).equals(set) ? lines.map(printPhrase) : undefined;
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
	if (term.group === undefined || term.group.kind === "any") return term;
	return { ...term, resource: literal(term.resource) };
}

/** `rolebindings` for `rolebindings.rbac.authorization.k8s.io`, where no other group has them. */
export function withoutGroups(phrase: Phrase, world: SuiteWorld): Phrase {
	const { target } = phrase;
	if (target.kind === "paths") return phrase;
	const resources = target.resources.map((term) => {
		const short = { ...term, group: undefined };
		const [one, other] = [term, short].map((each) => {
			const whole: Phrase = { ...phrase, target: { ...target, resources: [each] } };
			const compiled = compilePhrase(world.sets, whole, world.phrases);
			return "error" in compiled || compiled.warnings.length > 0 ? undefined : compiled.set;
		});
		return one !== undefined && other?.equals(one) === true ? short : term;
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
	const { target } = phrase;
	if (printPhrase(phrase).length <= widest) return [phrase];
	const items = target.kind === "paths" ? target.paths : target.resources;
	if (items.length <= 1) return [phrase];
	const half = Math.ceil(items.length / 2);
	const parts =
		target.kind === "paths"
			? [target.paths.slice(0, half), target.paths.slice(half)].map(
					(paths): Phrase => ({ ...phrase, target: { kind: "paths", paths } }),
				)
			: [target.resources.slice(0, half), target.resources.slice(half)].map(
					(resources): Phrase => ({ ...phrase, target: { kind: "resources", resources } }),
				);
	return parts.flatMap(shortened);
}
