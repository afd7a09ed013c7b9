import { phraseProblems } from "../audit/phrase-problems.ts";
import { builtInPolicies, policiesIn } from "../load/audit/load-policies.ts";
import { type AuditPolicy, auditPacks } from "../model/audit-policy.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { globMatches } from "../model/glob-matches.ts";
import { formatPlace } from "../model/origin.ts";
import { compareText } from "../model/text-order.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** Which policies are asked. */
export interface AuditChoice {
	readonly pack: readonly string[];
	readonly only: readonly string[];
	readonly skip: readonly string[];
	readonly policy: readonly string[];
	readonly list?: boolean;
	readonly explain?: string;
}

/** Policies of rolecall and of the user. */
interface ChosenPolicies {
	readonly chosen: readonly AuditPolicy[];
	/** The ids of all, chosen or not. */
	readonly known: readonly string[];
}

/** The policies that were chosen; words that mean none are an error. */
export function chosenPolicies(choice: AuditChoice, teller: Teller): ChosenPolicies {
	const shipped = builtInPolicies();
	const own = policiesIn(...choice.policy);
	const problems = [...shipped.problems, ...own.problems, ...phraseProblems(own.policies)];
	const inOrder = problems.toSorted((one, other) => compareText(one.place.file, other.place.file));
	for (const { message, place } of inOrder) teller.error(`${formatPlace(place)}: ${message}`);
	if (problems.length > 0) throw new UsageError("the policies could not all be read");
	const all = [...shipped.policies, ...own.policies];
	checkWords("--pack", choice.pack, auditPacks);
	for (const word of [...choice.only, ...choice.skip]) checkGlob(word, all);
	const isAboutAll = choice.list === true || choice.explain !== undefined;
	const chosen = isAboutAll ? all : all.filter((policy) => isChosen(policy, choice));
	return { chosen, known: all.map(({ id }) => id) };
}

function isChosen(
	{ id, pack, isOptional }: AuditPolicy,
	{ pack: packs, only, skip }: AuditChoice,
): boolean {
	if (skip.some((glob) => globMatches(glob, id))) return false;
	if (only.some((glob) => globMatches(glob, id))) return true;
	if (packs.length > 0) return packs.includes(pack);
	return only.length === 0 && !isOptional;
}

function checkWords(option: string, words: readonly string[], known: readonly string[]): void {
	for (const word of words) {
		if (known.includes(word)) continue;
		throw new UsageError(
			`${option} takes ${known.join(", ")}; found \`${word}\`${didYouMean(word, known)}`,
		);
	}
}

function checkGlob(word: string, policies: readonly AuditPolicy[]): void {
	if (policies.some(({ id }) => globMatches(word, id))) return;
	const ids = policies.map(({ id }) => id);
	throw new UsageError(`there is no policy \`${word}\`${didYouMean(word, ids)}`);
}
