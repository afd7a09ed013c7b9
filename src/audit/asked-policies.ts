import { type AuditPolicy, auditPacks } from "../model/audit-policy.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { globMatches } from "../model/glob-matches.ts";
import { unknownPolicy } from "../model/unknown-policy.ts";

/** Which policies are asked; all but the optional ones where nothing is said. */
export interface PolicyChoice {
	readonly packs: readonly string[];
	/** Ids, or globs over them. */
	readonly only: readonly string[];
	readonly skip: readonly string[];
}

/** Those of the policies that a choice means; a word of it that means none is an error. */
export function askedPolicies(
	policies: readonly AuditPolicy[],
	choice: PolicyChoice,
): readonly AuditPolicy[] | { readonly error: string } {
	const ids = policies.map(({ id }) => id);
	const wrong = [
		...choice.packs.map(unknownPack),
		...[...choice.only, ...choice.skip].map((glob) => unknownPolicy(glob, ids)),
	].find((error) => error !== undefined);
	return wrong === undefined
		? policies.filter((policy) => isAsked(policy, choice))
		: { error: wrong };
}

function unknownPack(pack: string): string | undefined {
	const known: readonly string[] = auditPacks;
	if (known.includes(pack)) return undefined;
	return `there is no pack \`${pack}\`, only ${known.join(", ")}${didYouMean(pack, known)}`;
}

function isAsked({ id, pack, isOptional }: AuditPolicy, choice: PolicyChoice): boolean {
	const { packs, only, skip } = choice;
	if (skip.some((glob) => globMatches(glob, id))) return false;
	if (only.some((glob) => globMatches(glob, id))) return true;
	if (packs.length > 0) return packs.includes(pack);
	return only.length === 0 && !isOptional;
}
