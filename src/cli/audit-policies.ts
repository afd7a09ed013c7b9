import { askedPolicies } from "../audit/asked-policies.ts";
import { phraseProblems } from "../audit/phrase-problems.ts";
import { builtInPolicies, policiesIn } from "../load/audit/load-policies.ts";
import type { AuditPolicy } from "../model/audit-policy.ts";
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
	const isAboutAll = choice.list === true || choice.explain !== undefined;
	const { pack: packs, only, skip } = choice;
	const asked = askedPolicies(all, { packs, only, skip });
	if ("error" in asked) throw new UsageError(asked.error);
	return { chosen: isAboutAll ? all : asked, known: all.map(({ id }) => id) };
}
